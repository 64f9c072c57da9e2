import type { PortConfig, Service } from "../../api/index.ts";
import type { Cluster, StoredNetwork } from "../../store/schema.ts";
import { type Address, addressOf, formatAddress, parseAddress, parseCidr } from "../../values/cidr.ts";
import { isNodeLocal } from "../allocator/networks.ts";
import { needed } from "../allocator/nodes.ts";
import { networksOf } from "../allocator/services.ts";
import { VXLAN_LIST } from "../allocator/taken.ts";
import { AddressSet } from "../ipam/address-set.ts";
import type { EngineProfile } from "../profiles/index.ts";

/** An address that something got, and when. */
interface Allocation {
  readonly time: string;
  readonly address: Address;
}

const byTime = (a: { readonly time: string }, b: { readonly time: string }): number => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);

/** When a service got its virtual IP on a network: with its last update, where it was not on it before. */
function vipTime({ CreatedAt, UpdatedAt, PreviousSpec }: Service, network: StoredNetwork): string {
  const had = !PreviousSpec || network.Spec.Ingress || networksOf(PreviousSpec).some(({ Target }) => Target === network.ID);
  return had ? CreatedAt : UpdatedAt;
}

/** Who got which address of each network, in the order of time: services, and tasks, those that have ended among them. */
function allocations(cluster: Cluster): Map<string, Allocation[]> {
  const all = new Map<string, Allocation[]>();
  const note = (id: string, time: string, cidr: string): void => {
    const list = all.get(id) ?? [];
    list.push({ time, address: addressOf(cidr) });
    all.set(id, list);
  };
  for (const service of Object.values(cluster.Services))
    for (const { NetworkID = "", Addr } of service.Endpoint.VirtualIPs ?? []) {
      const network = cluster.Networks[NetworkID];
      if (network && Addr) note(NetworkID, vipTime(service, network), Addr);
    }
  for (const { CreatedAt, NetworksAttachments } of Object.values(cluster.Tasks))
    for (const { Network, Addresses } of NetworksAttachments ?? []) for (const cidr of Addresses ?? []) note(Network.ID, CreatedAt, cidr);
  for (const list of all.values()) list.sort(byTime);
  return all;
}

/** Nodes that need a load balancer on each network and have no known address for it, by network ID. */
function withoutBalancer(cluster: Cluster): Map<string, string[]> {
  const missing = new Map<string, string[]>();
  for (const [id, networks] of needed(cluster))
    for (const network of networks)
      if (cluster.Nodes[id] && !cluster.Nodes[id].LoadBalancers[network]) missing.set(network, [...(missing.get(network) ?? []), id]);
  return missing;
}

/**
 * Gives the nodes that were not read the addresses of their load balancers on one network, as far as they can be worked out, and sets
 * its cursor. Addresses between those that were given out which nothing explains are load balancers', the lowest first: most nodes come
 * to a network early. The cursor stands at the newest allocation, behind the load balancers that follow it.
 */
function workOut(cluster: Cluster, network: StoredNetwork, given: readonly Allocation[], nodes: readonly string[], profile: EngineProfile): void {
  const [config] = network.IPAMOptions?.Configs ?? [];
  const subnet = config?.Subnet;
  const prefix = parseCidr(subnet ?? "")?.prefix;
  if (!config || !subnet || prefix === undefined) return;
  const set = new AddressSet(subnet, config.Range, profile);
  if (config.Gateway) set.take(parseAddress(config.Gateway));
  for (const { address } of given) set.take(address);
  const known = Object.values(cluster.Nodes).flatMap(({ LoadBalancers }) =>
    LoadBalancers[network.ID] ? [addressOf(LoadBalancers[network.ID] as string)] : [],
  );
  for (const address of known) set.take(address);
  const balancers = new Set(known);
  const newest = given.at(-1)?.address;
  for (const id of nodes) {
    const address = set.takeLowest();
    const node = cluster.Nodes[id];
    if (address === undefined || !node) break;
    node.LoadBalancers[network.ID] = `${formatAddress(address)}/${prefix}`;
    balancers.add(address);
  }
  let cursor = newest ?? [...balancers].sort((a, b) => (a < b ? -1 : 1)).at(-1);
  if (cursor === undefined) return;
  const next = (address: Address): Address => (typeof address === "bigint" ? address + 1n : address + 1);
  while (balancers.has(next(cursor))) cursor = next(cursor);
  if (profile.serialAddresses) cluster.Cursors.Addresses[`${network.ID} ${subnet}`] = formatAddress(cursor);
}

/** Works out what no API tells of a swarm: addresses of load balancers of nodes that were not read, and where the allocator's cursors stand. */
export function workOutAddresses(cluster: Cluster, profile: EngineProfile): void {
  const given = allocations(cluster);
  const missing = withoutBalancer(cluster);
  for (const network of Object.values(cluster.Networks)) {
    if (isNodeLocal(network)) continue;
    const nodes = profile.nodeLoadBalancers || network.Spec.Ingress ? (missing.get(network.ID) ?? []) : [];
    workOut(cluster, network, given.get(network.ID) ?? [], nodes, profile);
  }
  setNetworkCursors(cluster);
  setPortCursors(cluster);
}

/** The next VXLAN ID follows on that of the newest network, and so does the search for a subnet, where the engine goes on behind the last. */
function setNetworkCursors(cluster: Cluster): void {
  const inTime = Object.values(cluster.Networks).sort((a, b) => (a.CreatedAt < b.CreatedAt ? -1 : 1));
  for (const { Spec, DriverState, IPAMOptions } of inTime) {
    const ids = DriverState?.Options?.[VXLAN_LIST]?.split(",").map(Number) ?? [];
    const last = ids.at(-1);
    if (last !== undefined && Number.isInteger(last) && !Spec.DriverConfiguration?.Options?.[VXLAN_LIST]) cluster.Cursors.VXLAN = last + 1;
    const subnet = IPAMOptions?.Configs?.[0]?.Subnet;
    if (subnet && !Spec.IPAMOptions?.Configs?.length) cluster.Cursors.Subnet = subnet;
  }
}

/** The next port of each protocol follows on that of the newest service which left the choice to the engine. */
function setPortCursors(cluster: Cluster): void {
  const isDynamic = (service: Service, { PublishedPort, TargetPort, Protocol, PublishMode }: PortConfig): boolean =>
    PublishMode !== "host" &&
    !(service.Spec.EndpointSpec?.Ports ?? []).some(
      (port) => port.PublishedPort === PublishedPort && port.TargetPort === TargetPort && port.Protocol === Protocol,
    );
  const inTime = Object.values(cluster.Services).sort((a, b) => (a.CreatedAt < b.CreatedAt ? -1 : 1));
  for (const service of inTime)
    for (const port of service.Endpoint.Ports ?? [])
      if (port.PublishedPort && isDynamic(service, port)) cluster.Cursors.Ports[port.Protocol ?? "tcp"] = port.PublishedPort + 1;
}
