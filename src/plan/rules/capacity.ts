import { overlaps, parseCidr } from "../../values/cidr.ts";
import { profileOfNode } from "../engines.ts";
import { attachmentsOf, hasForeignIngress, isAllocated, isIngress, isLive, joins, poolsOf, poolUse, portsOf, subnetsOf, swarmNetworks } from "../facts.ts";
import { type NetworkUse, networkUse, updateSurge } from "../usage.ts";
import { ofNetwork, ofService, ofSwarm, type Rule } from "./types.ts";

/** How full a subnet or pool may be where no policy says otherwise. */
const NEAR = 0.75;
/** Endpoints of one network on one node that a kernel bridge bears (its limit is 1,024 ports). */
const MAX_ENDPOINTS = 1000;
/** Services on one network from which a subnet of the pool's size is likely to fill. */
const MANY_SERVICES = 20;

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const usedOf = ({ size, free }: NetworkUse): number => size - free;

/** Rules on how full networks, pools and nodes are. */
export const CAPACITY_RULES: readonly Rule[] = [
  {
    id: "DS010",
    keys: ["ipam", "driver_opts"],
    name: "net-exhausted",
    severity: "error",
    explanation:
      "A network has no address left: VIPs, tasks and load balancers took them all. Tasks stay in New, or hang in Preparing where the node's load balancer got none, and a service may be left without a VIP. Scale down, remove services, use --endpoint-mode dnsrr, or make the network anew with a larger --subnet.",
    check({ snapshot }) {
      const waiting = snapshot.tasks.filter((task) => task.DesiredState === "running" && (task.Status.State === "new" || task.Status.State === "preparing"));
      return networkUse(snapshot).flatMap((use) => {
        const { network, size, vips, tasks, loadBalancers, free } = use;
        if (free > 0) return [];
        const short = snapshot.services.filter((service) => joins(service, network) || (network.Ingress && portsOf(service).some(isIngress)));
        const hang = short.filter(
          (service) =>
            waiting.some(({ ServiceID }) => ServiceID === service.ID) ||
            (service.Spec.EndpointSpec?.Mode !== "dnsrr" && !service.Endpoint.VirtualIPs?.some(({ NetworkID, Addr }) => NetworkID === network.Id && Addr)),
        );
        if (hang.length === 0) return [];
        const stuck = waiting.filter(({ ServiceID }) => hang.some(({ ID }) => ID === ServiceID)).length;
        return [
          ofNetwork(
            network,
            `its ${size} addresses are used up (${vips} VIPs, ${tasks} tasks, ${loadBalancers} load balancers): ${stuck} ${stuck === 1 ? "task hangs" : "tasks hang"}, the first of service ${hang[0]?.Spec.Name ?? ""}`,
          ),
        ];
      });
    },
  },
  {
    id: "DS011",
    keys: ["ipam", "driver_opts"],
    name: "net-near-full",
    severity: "warning",
    explanation: "A network is nearly full, the surge of its services' start-first updates counted. A subnet cannot grow: plan a larger one before it fills.",
    check: ({ snapshot, environment }) =>
      networkUse(snapshot).flatMap((use) => {
        const members = snapshot.services.filter((service) => joins(service, use.network));
        const extra = updateSurge(members, ({ Spec }) => Spec.Mode.Replicated?.Replicas ?? 1);
        const share = (usedOf(use) + extra) / Math.max(1, use.size);
        return use.network.Ingress || usedOf(use) === 0 || share < (environment.policy.maxUse ?? NEAR)
          ? []
          : [ofNetwork(use.network, `${usedOf(use)}${extra > 0 ? ` and ${extra} for updates` : ""} of its ${use.size} addresses are used (${percent(share)})`)];
      }),
  },
  {
    id: "DS012",
    keys: ["ipam", "driver_opts"],
    name: "ingress-near-full",
    severity: "warning",
    explanation:
      "Each node, each service with a published port and each of its tasks takes an address of the ingress network. Make ingress anew with a larger subnet, or publish in host mode.",
    check: ({ snapshot, environment }) =>
      networkUse(snapshot).flatMap((use) => {
        const share = usedOf(use) / Math.max(1, use.size);
        return use.network.Ingress && share >= (environment.policy.maxUse ?? NEAR)
          ? [ofNetwork(use.network, `${usedOf(use)} of its ${use.size} addresses are used (${percent(share)})`)]
          : [];
      }),
  },
  {
    id: "DS013",
    keys: ["ipam", "driver_opts"],
    name: "pool-exhausted",
    severity: "error",
    explanation:
      "The swarm's pools have no subnet left for a network (or soon will not). Such a network is created without a word and never allocated. Give it a --subnet outside of the pools, or plan a larger --default-addr-pool and mask length for the next swarm.",
    check({ snapshot, environment, engine }) {
      if (!snapshot.swarm) return [];
      const { total, used, plan } = poolUse(snapshot);
      const without = swarmNetworks(snapshot).filter((network) => !isAllocated(network) && subnetsOf(network).length === 0);
      if (engine.poolsStick && hasForeignIngress(snapshot))
        return without.map((network) => ofNetwork(network, "it gets no subnet: those of the pools that the engine kept from an earlier swarm are used up"));
      if (used < total || without.length === 0)
        return used / total >= (environment.policy.maxUse ?? NEAR) ? [ofSwarm(`${used} of ${plan} are used`, "warning")] : [];
      return without.map((network) => ofNetwork(network, `it gets no subnet: all ${plan} are used`));
    },
  },
  {
    id: "DS014",
    name: "net-oversized-host",
    severity: "warning",
    explanation: "The kernel's bridge bears about 1,000 endpoints of one network on one node. Spread the tasks over more nodes or networks.",
    check({ snapshot }) {
      const counts = new Map<string, number>();
      for (const { NodeID, NetworksAttachments } of snapshot.tasks.filter(isLive))
        for (const { Network } of NodeID ? (NetworksAttachments ?? []) : [])
          counts.set(`${Network.ID} ${NodeID}`, (counts.get(`${Network.ID} ${NodeID}`) ?? 0) + 1);
      return [...counts].flatMap(([key, count]) => {
        const [id, node] = key.split(" ");
        const network = snapshot.networks.find(({ Id }) => Id === id);
        return network && count > MAX_ENDPOINTS
          ? [ofNetwork(network, `${count} of its endpoints are on node ${snapshot.nodes.find(({ ID }) => ID === node)?.Description.Hostname ?? node}`)]
          : [];
      });
    },
  },
  {
    id: "DS015",
    keys: ["ipam", "driver_opts"],
    name: "large-subnet-vip",
    severity: "info",
    explanation:
      "Docker advises subnets no larger than /24 for services with VIPs: engines before 17.12 lose packets on more than 256 addresses, and later ones are slow to list them.",
    check: ({ snapshot }) =>
      snapshot.nodes.some((node) => !profileOfNode(node).nodeLoadBalancers)
        ? swarmNetworks(snapshot).flatMap((network) =>
            subnetsOf(network)
              .filter(
                (subnet) =>
                  (parseCidr(subnet)?.prefix ?? 24) < 24 &&
                  snapshot.services.some((service) => joins(service, network) && service.Spec.EndpointSpec?.Mode !== "dnsrr"),
              )
              .map((subnet) => ofNetwork(network, `its subnet ${subnet} is larger than /24 and has services with VIPs`)),
          )
        : [],
  },
  {
    id: "DS016",
    keys: ["ipam", "driver_opts"],
    name: "shared-default-size",
    severity: "warning",
    explanation:
      "A network that many services share was left at the size that the pool gives. Each service takes a VIP beside its tasks: give the network a --subnet of its own, such as a /22.",
    check: ({ snapshot }) =>
      networkUse(snapshot).flatMap(({ network, size }) => {
        const sharing = snapshot.services.filter((service) => joins(service, network)).length;
        const { pools } = poolsOf(snapshot.swarm);
        const fromPool = subnetsOf(network).some((subnet) => pools.some((pool) => overlaps(pool, subnet)));
        return sharing >= MANY_SERVICES && size <= 253 && fromPool ? [ofNetwork(network, `${sharing} services share its ${size} addresses`)] : [];
      }),
  },
  {
    id: "DS062",
    name: "default-net-per-stack",
    severity: "info",
    explanation:
      "Every stack file without networks takes a subnet of the pool for its default network. One service alone does not need it where it has a shared network.",
    check({ snapshot }) {
      const lone = swarmNetworks(snapshot).filter(({ Labels, Name, Id }) => {
        const namespace = Labels?.["com.docker.stack.namespace"];
        if (!namespace || Name !== `${namespace}_default`) return false;
        const on = snapshot.services.filter((service) => attachmentsOf(service).some(({ Target }) => Target === Id));
        return on.length === 1;
      });
      return lone.length > 2 ? [ofSwarm(`${lone.length} stacks have a default network for one service each: ${lone.map(({ Name }) => Name).join(", ")}`)] : [];
    },
  },
  {
    id: "DS063",
    keys: ["deploy"],
    name: "replicas-over-capacity",
    severity: "warning",
    explanation:
      "Tasks wait because no node meets their constraints, resources or limit per node. `service ps --no-trunc` shows why; add nodes, or ask for less.",
    check: ({ snapshot }) =>
      snapshot.services.flatMap((service) => {
        const waiting = snapshot.tasks.filter((task) => task.ServiceID === service.ID && task.DesiredState === "running" && task.Status.State === "pending");
        const cause = waiting.find(({ Status }) => Status.Err)?.Status.Err;
        return cause && !cause.includes("host-mode port") ? [ofService(service, `${waiting.length} of its tasks wait: ${cause}`)] : [];
      }),
  },
  {
    id: "DS070",
    name: "policy-max-use",
    severity: "error",
    explanation: "The policy of the environment file says how full a network may be (maxUse); this one is fuller.",
    check: ({ snapshot, environment: { policy } }) =>
      policy.maxUse === undefined
        ? []
        : networkUse(snapshot)
            .filter((use) => usedOf(use) / Math.max(1, use.size) > (policy.maxUse as number))
            .map((use) =>
              ofNetwork(
                use.network,
                `${percent(usedOf(use) / Math.max(1, use.size))} of its addresses are used, the policy allows ${percent(policy.maxUse as number)}`,
              ),
            ),
  },
];
