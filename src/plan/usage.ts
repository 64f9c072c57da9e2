import type { NetworkInspect, Service } from "../api/index.ts";
import { type Cidr, holds, parseCidr, sizeOf, tryParseAddress } from "../values/cidr.ts";
import { isLive, swarmNetworks } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** Who holds the addresses of a network. All are counts of IPv4 addresses. */
export interface NetworkUse {
  readonly network: NetworkInspect;
  /** Addresses that can be handed out: the range (or subnet) without network address, broadcast address and gateway. */
  readonly size: number;
  /** One per service in VIP mode. */
  readonly vips: number;
  /** One per live task or attached container. */
  readonly tasks: number;
  /** One per node with a task on the network; on ingress one per node. */
  readonly loadBalancers: number;
  /** Never below zero. */
  readonly free: number;
}

/** Addresses of a subnet (or a range in it) that the allocator may hand out. */
export function usableAddresses(subnet: Cidr, range: Cidr | undefined, gateway: string | undefined): number {
  const pool = range ?? subnet;
  const size = Number(sizeOf(pool));
  if (subnet.bits !== 32) return size;
  const base = subnet.base as number;
  const broadcast = base + Number(sizeOf(subnet)) - 1;
  const taken = new Set(
    [base, broadcast, gateway === undefined ? base : tryParseAddress(gateway)].filter((one) => typeof one === "number" && holds(pool, one)),
  );
  return Math.max(0, size - taken.size);
}

/** How full each allocated network of a swarm is: ingress and overlays with IPv4 subnets. */
export function networkUse(snapshot: Snapshot): NetworkUse[] {
  const vips = count(
    snapshot.services.flatMap(({ Endpoint }) => (Endpoint.VirtualIPs ?? []).flatMap(({ NetworkID, Addr }) => (NetworkID && Addr ? [NetworkID] : []))),
  );
  const attached = snapshot.tasks
    .filter(isLive)
    .flatMap((task) =>
      (task.NetworksAttachments ?? []).flatMap(({ Network, Addresses }) => (Addresses?.length ? [{ id: Network.ID, node: task.NodeID }] : [])),
    );
  const tasks = count(attached.map(({ id }) => id));
  const nodes = count([...new Set(attached.flatMap(({ id, node }) => (node ? [`${id} ${node}`] : [])))].map((key) => key.split(" ")[0] as string));
  return swarmNetworks(snapshot).flatMap((network) => {
    const [config] = (network.IPAM.Config ?? []).filter(({ Subnet }) => Subnet && parseCidr(Subnet)?.bits === 32);
    const subnet = parseCidr(config?.Subnet ?? "");
    if (!config || !subnet || network.Driver !== "overlay") return [];
    const size = usableAddresses(subnet, parseCidr(config.IPRange ?? ""), config.Gateway?.split("/")[0]);
    const own = { vips: vips.get(network.Id) ?? 0, tasks: tasks.get(network.Id) ?? 0 };
    const left = Math.max(0, size - own.vips - own.tasks);
    // The API does not show these addresses: on a full network the nodes that came last have none.
    const loadBalancers = Math.min(left, network.Ingress ? snapshot.nodes.length : (nodes.get(network.Id) ?? 0));
    return [{ network, size, ...own, loadBalancers, free: left - loadBalancers }];
  });
}

/** Addresses that the rolling updates of services take beyond today's: one batch of each whose new tasks start first. */
export function updateSurge(services: readonly Service[], replicas: (service: Service) => number): number {
  const batches = services
    .filter(({ Spec }) => Spec.UpdateConfig?.Order === "start-first")
    .map((service) => Math.min(service.Spec.UpdateConfig?.Parallelism || replicas(service), replicas(service)));
  return batches.reduce((sum, batch) => sum + batch, 0);
}

function count(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
