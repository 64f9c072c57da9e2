import type { Cluster, StoredNetwork } from "../../store/schema.ts";
import { formatAddress, overlaps, parseAddress, parseCidr } from "../../values/cidr.ts";
import { AddressSet } from "../ipam/address-set.ts";
import { nextSubnet } from "../ipam/next-subnet.ts";
import type { Tx } from "../tx.ts";
import { allocateVxlanIds, VXLAN_LIST } from "./vxlan.ts";

/** Pool of a swarm that was given none. */
const DEFAULT_POOL = ["10.0.0.0/8"];

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

function takenSubnets(cluster: Cluster): string[] {
  return Object.values(cluster.Networks).flatMap((network) => (network.IPAMOptions?.Configs ?? []).map((config) => config.Subnet as string));
}

/** Takes the gateway of a new subnet: the wished one, else the first free. Undefined when the wished one is not to be had. */
function gatewayOf(config: { Subnet: string; Range?: string; Gateway?: string }): string | undefined {
  const set = new AddressSet(config.Subnet, config.Range);
  if (!config.Gateway) {
    const lowest = set.takeLowest();
    return lowest === undefined ? undefined : formatAddress(lowest);
  }
  return set.take(parseAddress(config.Gateway)) ? config.Gateway : undefined;
}

/** The subnets of a network with their gateways; undefined when they overlap others, or the pools are used up. */
function allocatePools(tx: Tx, cluster: Cluster, network: StoredNetwork): PoolConfig[] | undefined {
  const taken = takenSubnets(cluster);
  const wished = network.Spec.IPAMOptions?.Configs ?? [];
  if (network.Spec.Ingress && tx.profile.ingress && wished.length === 0) return [{ ...tx.profile.ingress }];
  const configs = wished.length > 0 ? wished : [{}];
  const pools: PoolConfig[] = [];
  for (const config of configs) {
    let subnet: string | undefined = config.Subnet;
    if (subnet === undefined || subnet === "") subnet = nextSubnet(cluster.DefaultAddrPool ?? DEFAULT_POOL, cluster.SubnetSize, taken);
    // An IPv6 subnet is looked for among the IPv4 pools and never found (Engine 28.5.2).
    else if (!parseCidr(subnet) || subnet.includes(":") || taken.some((other) => overlaps(other, subnet as string))) return undefined;
    if (subnet === undefined) return undefined;
    const gateway = gatewayOf({ Subnet: subnet, Range: config.Range, Gateway: config.Gateway });
    if (gateway === undefined) return undefined;
    taken.push(subnet);
    pools.push({ Subnet: subnet, ...(config.Range && { Range: config.Range }), Gateway: gateway });
  }
  return pools;
}

/**
 * Allocates a swarm network: subnets, gateways, VXLAN ids. Gives false, and leaves the network as it is, when that cannot
 * be done: the engine lists such a network with an empty driver and tries again when something is freed.
 */
export function allocateNetwork(tx: Tx, cluster: Cluster, network: StoredNetwork): boolean {
  const driver = network.Spec.DriverConfiguration;
  if (isNodeLocal(network)) {
    network.DriverState = { Name: driver?.Name };
    tx.touch(cluster, network);
    return true;
  }
  const pools = allocatePools(tx, cluster, network);
  if (!pools) return false;
  const ids = allocateVxlanIds(cluster, pools.length, driver?.Options?.[VXLAN_LIST]);
  if (!ids) return false;
  network.DriverState = { Name: "overlay", Options: { ...driver?.Options, [VXLAN_LIST]: ids.join(",") } };
  const ipam = network.Spec.IPAMOptions?.Driver;
  const options = ipam?.Options && Object.keys(ipam.Options).length > 0 ? { "com.docker.network.ipam.serial": "true", ...ipam.Options } : undefined;
  network.IPAMOptions = { Driver: { Name: ipam?.Name || "default", ...(options && { Options: options }) }, Configs: pools };
  tx.touch(cluster, network);
  return true;
}
