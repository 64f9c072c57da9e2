import type { NetworkInspect, Service, Task } from "../api/index.ts";
import { overlaps } from "../values/cidr.ts";
import { waitingReason } from "./diff.ts";
import { attachmentsOf, isAllocated, isIngress, poolsOf, poolUse, portsOf, subnetsOf } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";
import { networkUse } from "./usage.ts";

/** Explanation of an object: sentences, and commands that would mend it. */
export interface Explanation {
  readonly kind: "service" | "task" | "network";
  readonly name: string;
  readonly sentences: readonly string[];
  readonly commands: readonly string[];
}

type Said = Pick<Explanation, "sentences" | "commands">;
const join = (parts: readonly Said[]): Said => ({
  sentences: parts.flatMap(({ sentences }) => sentences),
  commands: [...new Set(parts.flatMap(({ commands }) => commands))],
});
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Text about every network without a subnet. */
const SILENT = "The engine accepts such a network without a word, and services on it wait in New";

/** Why a network has no subnet: by what was asked of it, where that is known. */
function unallocated(snapshot: Snapshot, network: NetworkInspect): Said {
  const { Name: name } = network;
  const again = (subnet: string): string[] => [`docker network rm ${name}`, `docker network create -d overlay --subnet ${subnet} ${name}`];
  const asked = subnetsOf(network);
  const six = asked.find((subnet) => subnet.includes(":"));
  if (six)
    return {
      sentences: [
        `${name} has no subnet: it asks for the IPv6 subnet ${six}, which the swarm's allocator never finds in its pools, and so gets none at all. ${SILENT}.`,
      ],
      commands: again(asked.find((subnet) => !subnet.includes(":")) ?? "IPV4-CIDR"),
    };
  const rival = snapshot.networks.find(
    (other) =>
      other.Id !== network.Id && isAllocated(other) && other.Scope === "swarm" && subnetsOf(other).some((one) => asked.some((own) => overlaps(own, one))),
  );
  if (rival)
    return {
      sentences: [
        `${name} has no subnet: ${asked.join(", ")} overlaps ${subnetsOf(rival).join(", ")} of network ${rival.Name}. ${SILENT} until that network is gone.`,
      ],
      commands: again("FREE-CIDR"),
    };
  const { total, used, plan } = poolUse(snapshot);
  if (asked.length === 0 && used >= total)
    return {
      sentences: [`${name} has no subnet: all ${plan} are taken. ${SILENT} until a subnet is free.`],
      commands: ["docker network prune", ...again(`CIDR-OUTSIDE-${poolsOf(snapshot.swarm).pools[0]}`)],
    };
  const what = asked.length > 0 ? `${asked.join(", ")} could not be taken` : "the one that was asked for overlaps that of another network";
  return { sentences: [`${name} has no subnet: ${what}. ${SILENT}.`], commands: again("FREE-CIDR") };
}

/** Why a network has no subnet, or how full it is. */
function ofNetwork(snapshot: Snapshot, network: NetworkInspect): Said {
  if (network.Scope !== "swarm")
    return {
      sentences: [`${network.Name} is a ${network.Driver} network of one host: its subnet is ${subnetsOf(network).join(", ") || "none"}.`],
      commands: [],
    };
  if (!isAllocated(network)) {
    return unallocated(snapshot, network);
  }
  const use = networkUse(snapshot).find((one) => one.network.Id === network.Id);
  if (!use) return { sentences: [`${network.Name} has the subnet ${subnetsOf(network).join(", ")}.`], commands: [] };
  const { size, vips, tasks, loadBalancers, free } = use;
  const range = network.IPAM.Config?.find(({ IPRange }) => IPRange)?.IPRange;
  const where = `${subnetsOf(network).join(", ")}${range ? `, addresses from its range ${range} alone` : ""}`;
  const numbers = `${plural(vips, "VIP")}, ${plural(tasks, "task")} and ${plural(loadBalancers, "load balancer")}`;
  if (free > 0)
    return {
      sentences: [`${network.Name} (${where}) holds ${numbers} in ${plural(size, "address", "addresses")}; ${free} are free.`],
      commands: [],
    };
  return {
    sentences: [
      `${network.Name} (${where}) is full: ${numbers} take all of its ${plural(size, "address", "addresses")}. ${range ? "A range cannot grow; one as wide as the subnet, or none, gives more." : "A subnet cannot grow."}`,
    ],
    commands: [
      range
        ? `docker network create -d overlay --subnet FREE-CIDR --ip-range WIDER-RANGE ${network.Name}-2`
        : `docker network create -d overlay --subnet LARGER-CIDR ${network.Name}-2`,
      `docker service update --network-rm ${network.Name} --network-add ${network.Name}-2 SERVICE`,
      "docker service scale SERVICE=FEWER",
    ],
  };
}

/** Words of swarmkit's scheduler, in plain ones. */
const FILTERS: readonly [pattern: RegExp, sentence: string, commands: readonly string[]][] = [
  [
    /scheduling constraints not satisfied/,
    "no node fits its constraints",
    ["docker node update --label-add KEY=VALUE NODE", "docker service update --constraint-rm CONSTRAINT SERVICE"],
  ],
  [
    /insufficient resources/,
    "no node has the CPUs or memory that it reserves",
    ["docker service update --reserve-cpu LESS --reserve-memory LESS SERVICE", "docker node ls"],
  ],
  [
    /host-mode port already in use/,
    "its host-mode port is taken on every node that would fit",
    ["docker service scale SERVICE=FEWER", "docker service update --publish-rm PORT SERVICE"],
  ],
  [/not available for new tasks/, "nodes are drained or paused", ["docker node update --availability active NODE"]],
  [
    /max replicas per node limit exceed/,
    "every node has as many of its tasks as --replicas-max-per-node allows",
    ["docker service update --replicas-max-per-node MORE SERVICE"],
  ],
  [/unsupported platform/, "no node is of a platform that its image is made for", []],
  [/missing plugin/, "a plugin that it needs is on no node", []],
  [/no suitable node/, "no node fits it", ["docker node ls"]],
];

function ofTask(snapshot: Snapshot, task: Task): Said {
  const { State, Err } = task.Status;
  const node = snapshot.nodes.find(({ ID }) => ID === task.NodeID)?.Description.Hostname;
  const attachments = task.NetworksAttachments ?? [];
  if (State === "running") {
    const addresses = attachments.map(({ Network, Addresses }) => `${Addresses?.[0]?.split("/")[0] ?? "none"} on ${Network.Spec.Name}`).join(", ");
    return { sentences: [`It runs on ${node ?? "its node"}${addresses ? ` with ${addresses}` : ""}.`], commands: [] };
  }
  if (State === "new" || State === "preparing") {
    const service = snapshot.services.find(({ ID }) => ID === task.ServiceID);
    const wanted = service ? networksOf(snapshot, service) : [];
    const full = wanted.filter((network) => !isAllocated(network) || networkUse(snapshot).some((use) => use.network.Id === network.Id && use.free === 0));
    const what =
      State === "new"
        ? "It is New: it has not got its addresses."
        : `It is Preparing on ${node ?? "its node"}: the node's load balancer has no address on a network of it.`;
    return join([{ sentences: [what], commands: [] }, ...full.map((network) => ofNetwork(snapshot, network))]);
  }
  const known = FILTERS.filter(([pattern]) => pattern.test(Err ?? ""));
  const sentences =
    known.length > 0
      ? [`It is ${State}: ${known.map(([, sentence]) => sentence).join("; ")} (docker says "${Err}").`]
      : [`It is ${State}: ${waitingReason(task)}.`];
  return { sentences, commands: known.flatMap(([, , commands]) => commands) };
}

/** Networks that a service is on, the routing mesh among them where it publishes ports there. */
function networksOf({ networks }: Snapshot, service: Service): NetworkInspect[] {
  const targets = attachmentsOf(service).map(({ Target }) => Target);
  const meshed = portsOf(service).some(isIngress);
  return networks.filter(({ Id, Name, Ingress }) => targets.includes(Id) || targets.includes(Name) || (Ingress && meshed));
}

function ofService(snapshot: Snapshot, service: Service): Said {
  const name = service.Spec.Name ?? service.ID;
  const tasks = snapshot.tasks.filter(({ ServiceID, DesiredState }) => ServiceID === service.ID && ["running", "ready", "new"].includes(DesiredState));
  const running = tasks.filter(({ Status }) => Status.State === "running");
  const stuck = tasks.filter(({ Status }) => Status.State !== "running");
  const groups = new Map<string, Task[]>();
  for (const task of stuck)
    groups.set(`${task.Status.State} ${waitingReason(task)}`, [...(groups.get(`${task.Status.State} ${waitingReason(task)}`) ?? []), task]);
  const head = `${running.length} of ${plural(tasks.length, "task")} of ${name} ${running.length === 1 ? "runs" : "run"}.`;
  const missing = (service.Endpoint.VirtualIPs ?? []).filter(({ Addr }) => !Addr).length;
  const parts = [...groups.values()].map((group) => {
    const said = ofTask(snapshot, group[0] as Task);
    return { sentences: [`${plural(group.length, "task")}: ${said.sentences[0]}`, ...said.sentences.slice(1)], commands: said.commands };
  });
  const vip = missing > 0 ? [{ sentences: [`It has no VIP on ${plural(missing, "network")}: there was no address left.`], commands: [] }] : [];
  const update =
    service.UpdateStatus?.State === "paused"
      ? [
          {
            sentences: [`Its update is paused: ${service.UpdateStatus.Message ?? ""}.`],
            commands: [`docker service update ${name}`, `docker service rollback ${name}`],
          },
        ]
      : [];
  const fine = stuck.length === 0 ? networksOf(snapshot, service).map((network) => ofNetwork(snapshot, network)) : [];
  const said = join([{ sentences: [head], commands: [] }, ...vip, ...update, ...parts, ...fine]);
  return { sentences: said.sentences, commands: said.commands.map((command) => command.replace(/\bSERVICE\b/g, name)) };
}

/** Explains the service, task or network that a reference means (name, ID or ID prefix); undefined where there is none. */
export function explain(snapshot: Snapshot, ref: string): Explanation | undefined {
  const service = snapshot.services.find(({ ID, Spec }) => ID === ref || Spec.Name === ref);
  if (service) return { kind: "service", name: service.Spec.Name ?? ref, ...ofService(snapshot, service) };
  const network = snapshot.networks.find(({ Id, Name }) => Id === ref || Name === ref);
  if (network) return { kind: "network", name: network.Name, ...ofNetwork(snapshot, network) };
  const slot = /^(.+)\.(\d+)$/.exec(ref);
  const named = slot && snapshot.services.find(({ Spec }) => Spec.Name === slot[1]);
  const task =
    snapshot.tasks.filter(({ ServiceID, Slot }) => named && ServiceID === named.ID && Slot === Number(slot?.[2])).at(-1) ??
    snapshot.tasks.find(({ ID }) => ref.length >= 4 && ID.startsWith(ref));
  return task && { kind: "task", name: ref, ...ofTask(snapshot, task) };
}
