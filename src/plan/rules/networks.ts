import type { Node, Service } from "../../api/index.ts";
import { SINCE } from "../../engine/profiles/since.ts";
import { own } from "../../values/own.ts";
import { profileOf, profileOfNode } from "../engines.ts";
import { attachmentsOf, isAllocated, isEncrypted, joins, swarmNetworks } from "../facts.ts";
import { DEFAULT_MTU, MTU_OPTION, underlayMtu } from "../mtu.ts";
import { ofNetwork, ofService, ofSwarm, type Problem, type Rule } from "./types.ts";

/** What the option for the MTU is often mistaken for. */
const MTU_MISTAKEN = "com.docker.network.mtu";
/** Labels by which a proxy is told the network to reach a service on. */
const PROXY_NETWORK_LABELS = ["traefik.docker.network", "traefik.swarm.network"];

/** Whether a service is a proxy that was told the network of all its services (`--providers.swarm.network=NAME`). */
const tellsNetwork = ({ Spec }: Service): boolean =>
  [...(Spec.TaskTemplate.ContainerSpec?.Command ?? []), ...(Spec.TaskTemplate.ContainerSpec?.Args ?? [])].some((word) =>
    /^--providers\.(?:swarm|docker)\.network=./.test(word),
  ) || (Spec.TaskTemplate.ContainerSpec?.Env ?? []).some((variable) => /^TRAEFIK_PROVIDERS_(?:SWARM|DOCKER)_NETWORK=./.test(variable));

/** Rules on what networks are, and on how services use them. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    id: "DS040",
    keys: ["driver_opts"],
    name: "encrypted-esp",
    severity: "info",
    explanation:
      "The data of an encrypted overlay travels as ESP (IP protocol 50), which firewalls and security groups drop unless told otherwise: tasks on different nodes then do not reach each other.",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot)
        .filter(isEncrypted)
        .map((network) => ofNetwork(network, "it is encrypted: ESP (IP protocol 50) must pass between all nodes")),
  },
  {
    id: "DS041",
    keys: ["driver_opts"],
    name: "encrypted-port",
    severity: "error",
    explanation:
      "Engines before 23.0 encrypt only what travels on port 4789: with another data path port an encrypted network sends plain text. Update the engines, or use 4789.",
    check: ({ snapshot }) =>
      (snapshot.swarm?.DataPathPort || 4789) !== 4789 && snapshot.nodes.some((node) => !profileOfNode(node).encryptsAnyPort)
        ? swarmNetworks(snapshot)
            .filter(isEncrypted)
            .map((network) =>
              ofNetwork(network, `its data on port ${snapshot.swarm?.DataPathPort} is not encrypted by engines before ${SINCE.encryptsAnyPort.from}`),
            )
        : [],
  },
  {
    id: "DS043",
    keys: ["driver_opts"],
    name: "mtu",
    severity: "warning",
    explanation: `An overlay reckons its MTU from ${MTU_OPTION} (1500 where absent), 50 bytes less for VXLAN and 26 more for encryption. Where the hosts' network carries less, large packets vanish.`,
    check: ({ snapshot, environment }) =>
      swarmNetworks(snapshot).flatMap((network) => {
        const reckoned = Number(network.Options?.[MTU_OPTION] ?? DEFAULT_MTU);
        const underlay = underlayMtu(environment);
        return [
          ...(network.Options?.[MTU_MISTAKEN] ? [ofNetwork(network, `overlays ignore the option ${MTU_MISTAKEN}; it is ${MTU_OPTION}`, "error")] : []),
          ...(network.Driver === "overlay" && reckoned > underlay
            ? [ofNetwork(network, `it reckons with an MTU of ${reckoned}, the hosts' network carries ${underlay}`)]
            : []),
        ];
      }),
  },
  {
    id: "DS046",
    name: "manager-quorum",
    severity: "warning",
    explanation: "Changes need more than half of the managers. An even number bears the loss of no more of them than one less would. Have 1, 3, 5 or 7.",
    check({ snapshot }) {
      const managers = snapshot.nodes.filter(({ ManagerStatus }) => ManagerStatus);
      const reachable = managers.filter(({ ManagerStatus }) => ManagerStatus?.Reachability === "reachable").length;
      const quorum = Math.floor(managers.length / 2) + 1;
      const even = managers.length > 0 && managers.length % 2 === 0;
      return [
        ...(even ? [ofSwarm(`it has ${managers.length} managers and bears the loss of ${managers.length - quorum}, as ${managers.length - 1} would`)] : []),
        ...(managers.length > 2 && reachable === quorum
          ? [ofSwarm(`${reachable} of ${managers.length} managers are reachable: the loss of one more stops every change`)]
          : []),
      ];
    },
  },
  {
    id: "DS047",
    keys: ["ipam", "driver_opts"],
    name: "unallocated-hides",
    severity: "error",
    explanation:
      "On engines 29.0 to 29.7 one swarm network that cannot be allocated makes docker network inspect, by name, fail for itself and for every swarm network that has no task on the node; service create --network fails with it. Remove the network, or make it anew with a --subnet that is free.",
    check: ({ snapshot, engine }) =>
      engine.unallocatedHides
        ? swarmNetworks(snapshot)
            .filter((network) => !isAllocated(network))
            .map((network) =>
              ofNetwork(network, "it cannot be allocated, and hides itself and all swarm networks that are not on the node from look-ups by name"),
            )
        : [],
  },
  {
    id: "DS048",
    name: "mixed-engines",
    severity: "warning",
    explanation:
      "The nodes run engines that do not do the same. The leader's engine allocates, each node's own answers for the node: after another manager has become the leader, subnets, VIPs and what is refused may be others. Bring all managers to one version, then the workers; `plan --compare-engine` says what will differ.",
    check({ snapshot }) {
      const versions = (nodes: readonly Node[]): string[] => [...new Set(nodes.map((node) => profileOfNode(node).name))];
      const managers = snapshot.nodes.filter(({ ManagerStatus }) => ManagerStatus);
      const [all, ofManagers] = [versions(snapshot.nodes), versions(managers)];
      if (all.length < 2) return [];
      const list = all.map((name) => `${name} (${snapshot.nodes.filter((node) => profileOfNode(node).name === name).length})`).join(", ");
      return [
        ofManagers.length > 1
          ? ofSwarm(`its nodes run ${list}: what is allocated depends on which manager leads, ${profileOf(snapshot).name} now`)
          : ofSwarm(`its nodes run ${list}: ${profileOf(snapshot).name} allocates, and each node answers as its own does`, "info"),
      ];
    },
  },
  {
    id: "DS052",
    keys: ["networks"],
    name: "alias-collision",
    severity: "warning",
    explanation:
      "Two services answer to the same name on one network, so that DNS gives the addresses of both by turns. It is usual where two stacks share a network and both have a service `db`: give the services aliases of their own, and do not use the short name.",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot).flatMap((network) => {
        const owners = new Map<string, string[]>();
        for (const service of snapshot.services) {
          const own = attachmentsOf(service).filter(({ Target }) => Target === network.Id || Target === network.Name);
          if (own.length === 0) continue;
          for (const name of new Set([service.Spec.Name ?? "", ...own.flatMap(({ Aliases }) => Aliases ?? [])]))
            owners.set(name, [...(owners.get(name) ?? []), service.Spec.Name ?? ""]);
        }
        return [...owners]
          .filter(([, names]) => names.length > 1)
          .map(([name, names]) => ofNetwork(network, `the name ${name} means ${names.join(" and ")} on it`));
      }),
  },
  {
    id: "DS053",
    keys: ["networks"],
    name: "multi-net-proxy",
    severity: "warning",
    explanation: `A proxy takes the address of a service on any of its networks, also one that the proxy is not on, and answers with 502 or 504 then. Set the label ${PROXY_NETWORK_LABELS[1]} (or ${PROXY_NETWORK_LABELS[0]}).`,
    check: ({ snapshot }) =>
      snapshot.services
        .filter(({ Spec: { Labels } }) => Labels?.["traefik.enable"] === "true" && !PROXY_NETWORK_LABELS.some((label) => Labels[label]))
        .filter((service) => attachmentsOf(service).length > 1 && !snapshot.services.some(tellsNetwork))
        .map((service) => ofService(service, `it is on ${attachmentsOf(service).length} networks and does not tell the proxy which one`)),
  },
  {
    id: "DS054",
    keys: ["networks"],
    name: "duplicate-attachment",
    severity: "warning",
    explanation: "A service asks for one network twice; only one of the entries and its aliases holds.",
    check: ({ snapshot }) =>
      snapshot.services.flatMap((service): Problem[] => {
        const targets = attachmentsOf(service).map(({ Target }) => Target ?? "");
        const twice = [...new Set(targets.filter((target, at) => targets.indexOf(target) < at))];
        return twice.map((target) => ofService(service, `it asks for network ${snapshot.networks.find(({ Id }) => Id === target)?.Name ?? target} twice`));
      }),
  },
  {
    id: "DS057",
    name: "local-driver-needs-config-only",
    severity: "error",
    explanation:
      "The addresses of a macvlan, ipvlan or bridge network differ from node to node: in a swarm it takes them from a --config-only network of the same name on every node (--config-from).",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot)
        .filter(({ Driver, ConfigFrom }) => ["macvlan", "ipvlan", "bridge"].includes(Driver) && !ConfigFrom?.Network)
        .map((network) => ofNetwork(network, `it is of driver ${network.Driver} and takes its addresses from no config-only network`)),
  },
  {
    id: "DS060",
    name: "unused-network",
    severity: "info",
    explanation: "No service or task uses the network; it still holds a subnet of the pool. `network prune` removes such networks.",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot)
        .filter((network) => !network.Ingress && network.Driver === "overlay" && !snapshot.services.some((service) => joins(service, network)))
        .filter(({ Id }) => !snapshot.tasks.some(({ NetworksAttachments }) => NetworksAttachments?.some(({ Network }) => Network.ID === Id)))
        .map((network) => ofNetwork(network, "nothing uses it")),
  },
  {
    id: "DS071",
    name: "policy-encrypted",
    severity: "error",
    explanation:
      "The policy of the environment file asks for encryption of networks with this label. An overlay can only be encrypted when it is made (--opt encrypted).",
    check: ({ snapshot, environment: { policy } }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        policy.encrypted
          .filter((label) => {
            const [key = "", value] = label.split("=", 2);
            const given = own(network.Labels, key);
            return given !== undefined && (value === undefined || given === value) && !isEncrypted(network);
          })
          .map((label) => ofNetwork(network, `it has the label ${label} and is not encrypted`)),
      ),
  },
];
