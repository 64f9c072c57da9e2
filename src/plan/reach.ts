import type { PortConfig, Service, Task } from "../api/index.ts";
import { attachmentsOf, isIngress, isLive, portsOf } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a name means on one network. */
export interface NameAnswer {
  readonly network: string;
  /** Service that answers to the name. */
  readonly service: string;
  /** How it has the name: its own, an alias, or `tasks.` for all of its tasks. */
  readonly as: "name" | "alias" | "tasks";
  /** VIP, or the addresses of its tasks (DNS round robin). */
  readonly addresses: readonly string[];
  readonly kind: "vip" | "dnsrr";
}

/** Answers to a name, and whether several services give one on the same network: clients get now this, now that one. */
export interface Resolution {
  readonly name: string;
  readonly from: string;
  readonly answers: readonly NameAnswer[];
  readonly collisions: readonly string[];
}

const bare = (cidr: string): string => cidr.split("/")[0] as string;

/** A text of a task or its node, marked where tasks were made up because nobody told them. */
const told = ({ origin }: Snapshot, text: string): string => (origin?.Tasks === false && text !== "" ? `? ${text}` : text);

function taskAddresses(snapshot: Snapshot, service: Service, network: string): string[] {
  return snapshot.tasks
    .filter((task) => task.ServiceID === service.ID && isLive(task) && task.Status.State === "running")
    .flatMap(({ NetworksAttachments }) =>
      (NetworksAttachments ?? [])
        .filter(({ Network }) => Network.ID === network)
        .flatMap(({ Addresses }) => (Addresses ?? []).slice(0, 1).map((cidr) => told(snapshot, bare(cidr)))),
    );
}

/**
 * What the containers of a service get for a name: on each network that they share with a service of that name or alias its
 * VIP, or its tasks' addresses (`dnsrr`, `tasks.NAME`).
 */
export function resolveName(snapshot: Snapshot, name: string, from: Service): Resolution {
  const wanted = name.startsWith("tasks.") ? name.slice("tasks.".length) : name;
  const shared = attachmentsOf(from).map(({ Target }) => Target);
  const answers = shared.flatMap((target) =>
    snapshot.services.flatMap((service): NameAnswer[] => {
      const attachment = attachmentsOf(service).find(({ Target }) => Target === target);
      const network = snapshot.networks.find(({ Id, Name }) => Id === target || Name === target);
      if (!attachment || !network) return [];
      const own = service.Spec.Name === wanted;
      if (!own && !attachment.Aliases?.includes(wanted)) return [];
      const all = name !== wanted || service.Spec.EndpointSpec?.Mode === "dnsrr";
      const vip = (service.Endpoint.VirtualIPs ?? []).filter(({ NetworkID, Addr }) => NetworkID === network.Id && Addr).map(({ Addr }) => bare(Addr as string));
      const addresses = all ? taskAddresses(snapshot, service, network.Id) : vip;
      return [
        {
          network: network.Name,
          service: service.Spec.Name ?? "",
          as: name !== wanted ? "tasks" : own ? "name" : "alias",
          addresses,
          kind: all ? "dnsrr" : "vip",
        },
      ];
    }),
  );
  const collisions = [...new Set(answers.map(({ network }) => network))].filter((network) => answers.filter((answer) => answer.network === network).length > 1);
  return { name, from: from.Spec.Name ?? "", answers, collisions };
}

/** What becomes of a connection to a published port on a node. */
export interface PortRoute {
  readonly port: number;
  readonly protocol: string;
  readonly service: string;
  readonly mode: "ingress" | "host";
  readonly targetPort: number;
  /** Nodes that answer on the port, with the tasks that they hand it to. */
  readonly nodes: readonly {
    readonly node: string;
    readonly address: string;
    readonly tasks: readonly { readonly task: string; readonly address: string; readonly node: string }[];
  }[];
}

/** Where connections to a published port go, node by node. */
export function routePort(snapshot: Snapshot, port: number, protocol?: string): PortRoute[] {
  const ingress = snapshot.networks.find(({ Ingress }) => Ingress)?.Id ?? "";
  const hostname = (id: string | undefined): string => snapshot.nodes.find(({ ID }) => ID === id)?.Description.Hostname ?? id ?? "";
  return snapshot.services.flatMap((service) =>
    publishedAt(service, port, protocol).map((config) => {
      const tasks = snapshot.tasks.filter(({ ServiceID, Status }) => ServiceID === service.ID && Status.State === "running");
      const shown = (task: Task, address: string) => ({
        task: `${service.Spec.Name}.${task.Slot ?? hostname(task.NodeID)}`,
        address: told(snapshot, address),
        node: told(snapshot, hostname(task.NodeID)),
      });
      const meshed = isIngress(config);
      const all = tasks.map((task) => {
        const own = (task.NetworksAttachments ?? []).find(({ Network }) => Network.ID === ingress)?.Addresses?.[0];
        return shown(task, own ? bare(own) : "");
      });
      const nodes = snapshot.nodes
        .filter(({ Status }) => Status.State === "ready")
        .map(({ Description, Status }) => {
          const node = Description.Hostname ?? "";
          return { node, address: Status.Addr, tasks: meshed ? all : all.filter((task) => task.node === told(snapshot, node)) };
        })
        .filter(({ tasks: handed }) => meshed || handed.length > 0);
      return {
        port,
        protocol: config.Protocol ?? "tcp",
        service: service.Spec.Name ?? "",
        mode: meshed ? ("ingress" as const) : ("host" as const),
        targetPort: config.TargetPort ?? 0,
        nodes,
      };
    }),
  );
}

const publishedAt = (service: Service, port: number, protocol: string | undefined): PortConfig[] =>
  portsOf(service).filter((config) => config.PublishedPort === port && (!protocol || (config.Protocol ?? "tcp") === protocol));
