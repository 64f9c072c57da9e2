import { SINCE } from "../../engine/profiles/since.ts";
import { formatAddress, holds, overlaps, parseCidr, sizeOf, tryParseAddress } from "../../values/cidr.ts";
import { dependencies, hasForeignIngress, isAllocated, localNetworks, poolsOf, poolUse, subnetsOf, swarmNetworks } from "../facts.ts";
import { ofNetwork, ofSwarm, type Problem, type Rule } from "./types.ts";

/** Ranges that are nobody's on the Internet: RFC 1918, RFC 6598 and unique local IPv6. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];
/** Longest prefix that holds a VIP, a load balancer and a task beside the gateway. */
const LONGEST_PREFIX = 29;

const within = (inner: string, outer: string): boolean => {
  const [small, big] = [parseCidr(inner), parseCidr(outer)];
  return small !== undefined && big !== undefined && small.bits === big.bits && small.prefix >= big.prefix && holds(big, small.base);
};

/** Rules on the subnets of networks, and on what they run into. */
export const SUBNET_RULES: readonly Rule[] = [
  {
    id: "DS001",
    keys: ["ipam", "driver_opts"],
    name: "subnet-overlap-network",
    severity: "error",
    explanation:
      "Two networks of a swarm share addresses. The engine accepts the second network and never allocates it: services on it hang in New. Give it a --subnet of its own, or none.",
    check({ snapshot, engine }) {
      const problems: Problem[] = [];
      const networks = swarmNetworks(snapshot);
      for (const [at, network] of networks.entries())
        for (const other of networks.slice(0, at))
          for (const subnet of subnetsOf(network))
            for (const taken of subnetsOf(other))
              if (overlaps(subnet, taken)) {
                const [late, early, own, its] = isAllocated(network) ? [other, network, taken, subnet] : [network, other, subnet, taken];
                problems.push(ofNetwork(late, `its subnet ${own} overlaps ${its} of network ${early.Name}`));
              }
      const { total, used } = poolUse(snapshot);
      const unknown = networks.filter((network) => !isAllocated(network) && subnetsOf(network).length === 0);
      const isKept = engine.poolsStick && hasForeignIngress(snapshot);
      if (used < total && !isKept) problems.push(...unknown.map((network) => ofNetwork(network, "it is not allocated: another network has its subnet")));
      return problems;
    },
  },
  {
    id: "DS002",
    keys: ["ipam", "driver_opts"],
    name: "subnet-overlap-host",
    severity: "error",
    explanation:
      "A swarm network covers addresses that the hosts need: of a node, an interface, a route or a range to avoid. Containers on it cannot reach them, and on ingress the nodes lose each other. Choose another --subnet, or another --default-addr-pool at swarm init.",
    check: ({ snapshot, environment }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        subnetsOf(network).flatMap((subnet) =>
          dependencies(snapshot, environment)
            .filter(({ cidr }) => overlaps(subnet, cidr))
            .map(({ what }) => ofNetwork(network, `its subnet ${subnet} covers ${what}`)),
        ),
      ),
  },
  {
    id: "DS003",
    keys: ["ipam", "driver_opts"],
    name: "dns-server-shadowed",
    severity: "error",
    explanation: "A DNS server of the hosts lies inside a swarm network, so that containers on it cannot ask that server. Choose another --subnet.",
    check: ({ snapshot, environment }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        subnetsOf(network).flatMap((subnet) =>
          environment.dns
            .filter((server) => overlaps(subnet, `${server}/${server.includes(":") ? 128 : 32}`))
            .map((server) => ofNetwork(network, `its subnet ${subnet} covers the DNS server ${server}`)),
        ),
      ),
  },
  {
    id: "DS004",
    keys: ["ipam", "driver_opts"],
    name: "subnet-overlap-bridge",
    severity: "error",
    explanation:
      "A swarm network shares addresses with a bridge of the host (docker0, docker_gwbridge or one of your own). Containers on both reach only one of them. Choose another --subnet, or move the bridge with bip or default-address-pools in daemon.json.",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        localNetworks(snapshot).flatMap((bridge) =>
          subnetsOf(network).flatMap((subnet) =>
            subnetsOf(bridge)
              .filter((taken) => overlaps(subnet, taken))
              .map((taken) => ofNetwork(network, `its subnet ${subnet} overlaps ${taken} of the host's network ${bridge.Name}`)),
          ),
        ),
      ),
  },
  {
    id: "DS005",
    keys: ["ipam", "driver_opts"],
    name: "subnet-host-bits",
    severity: "warning",
    explanation:
      "A subnet is written with host bits set (10.0.9.7/24 for 10.0.9.0/24). Engines before 25.0 take it: what is allocated starts elsewhere than it reads, and from /25 on, addresses go wrong. Later ones refuse it.",
    check: ({ snapshot, engine }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        subnetsOf(network).flatMap((subnet) => {
          const cidr = parseCidr(subnet);
          if (!cidr || cidr.address === cidr.base) return [];
          return [
            ofNetwork(
              network,
              `its subnet ${subnet} has host bits set; the network is ${formatAddress(cidr.base)}/${cidr.prefix}${engine.validatesIPAM ? "" : `, which is what engines from ${SINCE.validatesIPAM.from} on ask for`}`,
              engine.validatesIPAM || cidr.prefix >= 25 ? "error" : "warning",
            ),
          ];
        }),
      ),
  },
  {
    id: "DS006",
    keys: ["ipam", "driver_opts"],
    name: "subnet-public",
    severity: "warning",
    explanation:
      "A subnet is not of a private range, so that containers cannot reach the owners of these addresses. Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        subnetsOf(network)
          .filter((subnet) => parseCidr(subnet) && !PRIVATE.some((range) => within(subnet, range)))
          .map((subnet) => ofNetwork(network, `its subnet ${subnet} is of no private range`)),
      ),
  },
  {
    id: "DS007",
    keys: ["ipam", "driver_opts"],
    name: "gateway-outside",
    severity: "error",
    explanation: "A gateway or an --ip-range must lie inside its subnet, and a gateway can be neither the network's own address nor the broadcast address.",
    check: ({ snapshot }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        (network.IPAM.Config ?? []).flatMap(({ Subnet = "", Gateway = "", IPRange = "" }) => {
          const subnet = parseCidr(Subnet);
          if (!subnet) return [];
          const gateway = tryParseAddress(Gateway.split("/")[0] as string);
          const last = subnet.bits === 32 ? (subnet.base as number) + Number(sizeOf(subnet)) - 1 : undefined;
          return [
            ...(gateway !== undefined && !holds(subnet, gateway) ? [ofNetwork(network, `its gateway ${Gateway} is outside of ${Subnet}`)] : []),
            ...(gateway !== undefined && subnet.prefix < 31 && subnet.bits === 32 && (gateway === subnet.base || gateway === last)
              ? [ofNetwork(network, `its gateway ${Gateway} is the ${gateway === last ? "broadcast" : "network"} address of ${Subnet}`)]
              : []),
            ...(IPRange && !within(IPRange, Subnet) ? [ofNetwork(network, `its range ${IPRange} is not inside of ${Subnet}`)] : []),
          ];
        }),
      ),
  },
  {
    id: "DS008",
    keys: ["ipam", "driver_opts"],
    name: "subnet-too-small",
    severity: "error",
    explanation:
      "A service needs a VIP, a load balancer on each node and an address per task, beside the gateway: nothing longer than /29 holds even one. Engines before 23.0 never allocate an overlay of /31 or /32.",
    check: ({ snapshot, engine }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        subnetsOf(network)
          .filter((subnet) => (parseCidr(subnet)?.bits === 32 ? (parseCidr(subnet)?.prefix ?? 0) : 0) > LONGEST_PREFIX)
          .map((subnet) =>
            ofNetwork(
              network,
              !engine.pointToPoint && (parseCidr(subnet)?.prefix ?? 0) > 30
                ? `its subnet ${subnet} has no address to give: the network is never allocated`
                : `its subnet ${subnet} is too small for a service with a VIP`,
            ),
          ),
      ),
  },
  {
    id: "DS020",
    keys: ["ipam", "driver_opts"],
    name: "pool-not-settable-later",
    severity: "warning",
    explanation:
      "The pools of a swarm can only be set when it is made. These cover addresses that the hosts need, so that a later network may be given them: make the swarm with --default-addr-pool, or give each network its --subnet. Engines before 27.0 go through the whole pool, whatever is free: there it is a matter of time.",
    check: ({ snapshot, environment, engine }) =>
      snapshot.swarm
        ? poolsOf(snapshot.swarm).pools.flatMap((pool) =>
            dependencies(snapshot, environment)
              .filter(({ cidr }) => overlaps(pool, cidr))
              .map(({ what }) =>
                ofSwarm(`its address pool ${pool} covers ${what}${engine.poolsRotate ? ", and the search for free subnets goes through all of it" : ""}`),
              ),
          )
        : [],
  },
  {
    id: "DS022",
    keys: ["ipam", "driver_opts"],
    name: "ingress-outside-pool",
    severity: "info",
    explanation:
      "The ingress network is not from the swarm's pools: it was made anew with a subnet of its own, or by an engine that did not ask the pools. Engines 26.0 and 26.1 keep the pools of a swarm that they left until they are started again.",
    check: ({ snapshot, engine }) =>
      swarmNetworks(snapshot).flatMap((network) =>
        network.Ingress
          ? subnetsOf(network)
              .filter((subnet) => subnet !== engine.ingress?.Subnet && !poolsOf(snapshot.swarm).pools.some((pool) => overlaps(pool, subnet)))
              .map((subnet) =>
                ofNetwork(
                  network,
                  `its subnet ${subnet} is of none of the swarm's pools${engine.poolsStick ? ": the engine may have kept those of a swarm that it left" : ""}`,
                ),
              )
          : [],
      ),
  },
  {
    id: "DS045",
    name: "ipv6-overlay",
    severity: "warning",
    explanation:
      "Swarm allocates no IPv6: services on an overlay with an IPv6 subnet get no IPv6 VIP, and an IPv6 address of a node or network may not be reached. Use IPv4, or publish in host mode. Engines before 27.0 allocate such a network, and their nodes reject the tasks that get an IPv6 address of it; later ones never allocate it.",
    check: ({ snapshot, engine }) =>
      swarmNetworks(snapshot)
        .filter((network) => network.Driver !== "host" && (network.EnableIPv6 || subnetsOf(network).some((subnet) => subnet.includes(":"))))
        .map((network) =>
          isAllocated(network)
            ? ofNetwork(
                network,
                engine.overlayIPv6
                  ? `tasks that get an IPv6 address of it are rejected by their nodes; engines from ${SINCE.overlayIPv6.until} on do not allocate it at all`
                  : "it asks for IPv6, which swarm does not give to services",
                engine.overlayIPv6 && subnetsOf(network).some((subnet) => subnet.includes(":")) ? "error" : "warning",
              )
            : ofNetwork(
                network,
                `its IPv6 subnet ${subnetsOf(network).find((subnet) => subnet.includes(":")) ?? ""} keeps the whole network from being allocated: services on it wait in New`,
                "error",
              ),
        ),
  },
  {
    id: "DS072",
    name: "policy-pools",
    severity: "error",
    explanation: "The policy of the environment file names the pools that subnets must come from; this one does not.",
    check: ({ snapshot, environment }) =>
      environment.policy.pools.length === 0
        ? []
        : swarmNetworks(snapshot).flatMap((network) =>
            subnetsOf(network)
              .filter((subnet) => !environment.policy.pools.some((pool) => within(subnet, pool)))
              .map((subnet) => ofNetwork(network, `its subnet ${subnet} is of none of the policy's pools (${environment.policy.pools.join(", ")})`)),
          ),
  },
];
