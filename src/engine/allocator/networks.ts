import { markHost } from "../../store/changes.ts";
import type { Cluster, StoredNetwork, SubnetPools } from "../../store/schema.ts";
import { formatAddress, parseAddress, parseCidr } from "../../values/cidr.ts";
import { AddressSet } from "../ipam/address-set.ts";
import type { SubnetSet } from "../ipam/subnet-set.ts";
import type { EngineProfile } from "../profiles/index.ts";
import type { Tx } from "../tx.ts";
import { type Taken, VXLAN_LIST } from "./taken.ts";
import { allocateVxlanIds } from "./vxlan.ts";

/** Pool of a swarm that was given none. */
const DEFAULT_POOLS = [{ base: "10.0.0.0/8", size: 24 }];

interface PoolConfig {
  Subnet: string;
  Range?: string;
  Gateway: string;
}

/** Whether a network gets addresses and a VXLAN id of the swarm: overlays do, node-local drivers bring their own. */
export function isNodeLocal(network: StoredNetwork): boolean {
  return !["", "overlay"].includes(network.Spec.DriverConfiguration?.Name ?? "");
}

/** Whether the allocator is done with a network. */
export function isAllocated(network: StoredNetwork): boolean {
  return network.DriverState !== undefined;
}

/** Takes the gateway of a new subnet: the requested one, else the first free. Undefined when the requested one is not to be had. */
function gatewayOf(config: { Subnet: string; Range?: string; Gateway?: string }, profile: EngineProfile): string | undefined {
  const set = new AddressSet(config.Subnet, config.Range, profile);
  if (!config.Gateway) {
    const lowest = set.takeLowest();
    return lowest === undefined ? undefined : formatAddress(lowest);
  }
  return set.take(parseAddress(config.Gateway)) ? config.Gateway : undefined;
}

/** The subnets of a network with their gateways, now taken; undefined, and none taken, when they overlap others or the pools are used up. */
function allocatePools(tx: Tx, cluster: Cluster, network: StoredNetwork, subnets: SubnetSet): PoolConfig[] | undefined {
  const requested = network.Spec.IPAMOptions?.Configs ?? [];
  const { ingress } = tx.leaderProfile(cluster);
  if (network.Spec.Ingress && ingress && requested.length === 0) {
    subnets.add(ingress.Subnet);
    return [{ ...ingress }];
  }
  const pools: PoolConfig[] = [];
  for (const config of requested.length > 0 ? requested : [{}]) {
    const pool = poolOf(tx, cluster, config, subnets);
    if (!pool) {
      for (const { Subnet } of pools) subnets.remove(Subnet);
      return undefined;
    }
    subnets.add(pool.Subnet);
    pools.push(pool);
  }
  return pools;
}

/** A free subnet with its gateway, as requested or the next of the swarm's pools. */
function poolOf(tx: Tx, cluster: Cluster, { Subnet, Range, Gateway }: Partial<PoolConfig>, subnets: SubnetSet): PoolConfig | undefined {
  // Since 27 an IPv6 subnet is looked for among the IPv4 pools and never found.
  const isForeign = Subnet?.includes(":") && !tx.leaderProfile(cluster).overlayIPv6;
  if (Subnet && (!parseCidr(Subnet) || isForeign || subnets.overlaps(Subnet))) return undefined;
  const subnet = Subnet || freeSubnet(tx, cluster, subnets);
  const gateway = subnet && gatewayOf({ Subnet: subnet, Range, Gateway }, tx.leaderProfile(cluster));
  return subnet && gateway ? { Subnet: subnet, ...(Range && { Range }), Gateway: gateway } : undefined;
}

/** The next subnet of the swarm's pools; undefined when they are used up. */
function freeSubnet(tx: Tx, cluster: Cluster, subnets: SubnetSet): string | undefined {
  const { DefaultAddrPool, SubnetSize } = poolsOf(tx, cluster);
  // Subnets of length 0 are in no pool.
  if (DefaultAddrPool && SubnetSize === 0) return undefined;
  const pools = DefaultAddrPool?.map((base) => ({ base, size: SubnetSize })) ?? DEFAULT_POOLS;
  if (!tx.leaderProfile(cluster).poolsRotate) return subnets.next(pools);
  const subnet = subnets.nextAfter(pools, cluster.Cursors.Subnet);
  if (subnet) cluster.Cursors.Subnet = subnet;
  return subnet;
}

/** The pools that a swarm's subnets come from: those that its leader's engine has kept from an earlier swarm, where it keeps them. */
function poolsOf(tx: Tx, cluster: Cluster): SubnetPools {
  const own = cluster.ForcedPools ?? cluster;
  if (!tx.leaderProfile(cluster).poolsStick) return own;
  const leader = Object.values(cluster.Nodes).find(({ ManagerStatus }) => ManagerStatus?.Leader);
  const host = leader && tx.state.hosts[leader.Host];
  if (!host) return own;
  if (!own.DefaultAddrPool) return host.KeptPools ?? own;
  markHost(host);
  host.KeptPools = { DefaultAddrPool: own.DefaultAddrPool, SubnetSize: own.SubnetSize };
  return own;
}

/**
 * Allocates a swarm network: subnets, gateways, VXLAN ids. Gives false, and leaves the network as it is, when that cannot
 * be done: the engine lists such a network with an empty driver and tries again when something is freed. What it gets is `taken` then.
 */
export function allocateNetwork(tx: Tx, cluster: Cluster, network: StoredNetwork, taken: Taken): boolean {
  const driver = network.Spec.DriverConfiguration;
  if (network.Unexplained) return false;
  if (isNodeLocal(network)) {
    network.DriverState = { Name: driver?.Name };
    tx.touch(cluster, network);
    return true;
  }
  // With subnets of no size the engine's allocator is never built.
  if (cluster.SubnetSize === 0 && cluster.DefaultAddrPool) return false;
  const pools = allocatePools(tx, cluster, network, taken.subnets);
  if (!pools) return false;
  const ids = allocateVxlanIds(cluster, taken.vxlanIds, pools.length, driver?.Options?.[VXLAN_LIST]);
  if (!ids) {
    for (const { Subnet } of pools) taken.subnets.remove(Subnet);
    return false;
  }
  network.DriverState = { Name: "overlay", Options: { ...driver?.Options, [VXLAN_LIST]: ids.join(",") } };
  const ipam = network.Spec.IPAMOptions?.Driver;
  const options = ipam?.Options && Object.keys(ipam.Options).length > 0 ? { "com.docker.network.ipam.serial": "true", ...ipam.Options } : undefined;
  network.IPAMOptions = { Driver: { Name: ipam?.Name || "default", ...(options && { Options: options }) }, Configs: pools };
  // The allocator notes gateways that it chose in the spec, too: tasks show it.
  if (network.Spec.IPAMOptions?.Configs?.length && !tx.leaderProfile(cluster).specShape)
    network.Spec = { ...network.Spec, IPAMOptions: { ...network.Spec.IPAMOptions, Configs: pools } };
  tx.touch(cluster, network);
  return true;
}
