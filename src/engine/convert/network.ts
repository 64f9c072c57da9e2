import type { EndpointResource, IPAM, NetworkInspect, PeerInfo, SubnetUse } from "../../api/index.ts";
import type { Cluster, Host, MaterialisedNetwork, State, StoredNetwork } from "../../store/schema.ts";
import { overlayMac } from "../../values/mac.ts";
import { isAllocated, isNodeLocal } from "../allocator/networks.ts";
import type { EngineProfile } from "../profiles/index.ts";
import { hostPart } from "../swarm/addresses.ts";
import { verboseServices } from "./network-services.ts";

/** Map with its keys sorted, as Go marshals one. */
export function sortedMap<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function ipamOf(network: StoredNetwork): IPAM {
  const ipam = network.IPAMOptions;
  if (!ipam) return { Driver: "", Options: null, Config: isAllocated(network) && isNodeLocal(network) ? [] : null };
  const Config = (ipam.Configs ?? []).map(({ Subnet, Range, Gateway }) => ({ Subnet, ...(Range && { IPRange: Range }), ...(Gateway && { Gateway }) }));
  const options = ipam.Driver?.Options;
  return { Driver: ipam.Driver?.Name ?? "", Options: options ? sortedMap(options) : null, Config };
}

/** IPAM as the user requested it: all that `network inspect` of Engine 17.05 shows before a task runs. */
function requestedIpam(network: StoredNetwork): IPAM {
  const requested = network.Spec.IPAMOptions;
  const Config = (requested?.Configs ?? []).map(({ Subnet, Range, Gateway }) => ({ Subnet, ...(Range && { IPRange: Range }), ...(Gateway && { Gateway }) }));
  return { Driver: requested?.Driver?.Name || "default", Options: requested?.Driver?.Options ?? null, Config };
}

/** Drops what an older engine does not show, and brings the rest into the order of its version. */
export function forProfile(network: NetworkInspect, profile: EngineProfile): NetworkInspect {
  const shown = { ...network };
  for (const field of profile.missingFields) delete shown[field];
  if (!profile.addressUse) return shown;
  const { Containers, Services, Status, ...rest } = shown;
  return { ...rest, Containers: Containers ?? {}, ...(Services && { Services }), ...(Status && { Status }) };
}

/** The use of addresses as `network inspect` shows it: by subnet, sorted as texts. */
export function statusOf(subnets: Readonly<Record<string, SubnetUse>>): NonNullable<NetworkInspect["Status"]> {
  return { IPAM: { ...(Object.keys(subnets).length > 0 && { Subnets: sortedMap(subnets) }) } };
}

function driverOptions(network: StoredNetwork): Record<string, string> | null {
  const options = network.DriverState?.Options;
  return options ? sortedMap(options) : null;
}

/** Store shape of a swarm network: what a manager knows of one that has nothing on this host. */
export function storeShape(network: StoredNetwork, profile: EngineProfile): NetworkInspect {
  const { Spec } = network;
  const labels = Spec.Labels && Object.keys(Spec.Labels).length > 0 ? sortedMap(Spec.Labels) : null;
  return {
    Name: Spec.Name,
    Id: network.ID,
    Created: profile.specShape ? "0001-01-01T00:00:00Z" : network.CreatedAt,
    Scope: "swarm",
    Driver: network.DriverState?.Name ?? "",
    EnableIPv4: true,
    EnableIPv6: Spec.IPv6Enabled ?? false,
    IPAM: profile.specShape ? requestedIpam(network) : ipamOf(network),
    Internal: Spec.Internal ?? false,
    Attachable: Spec.Attachable ?? false,
    Ingress: Spec.Ingress ?? false,
    ConfigFrom: { Network: Spec.ConfigFrom?.Network ?? "" },
    ConfigOnly: false,
    Containers: null,
    Options: driverOptions(network),
    Labels: profile.specShape ? null : labels,
  };
}

function endpointOf(name: string, id: string, cidr: string): EndpointResource {
  return { Name: name, EndpointID: id, MacAddress: overlayMac(cidr.split("/")[0] ?? ""), IPv4Address: cidr, IPv6Address: "" };
}

/** Key and entry of the node's load balancer among the containers: `lb-<name>`, or `<name>-sbox` for ingress. */
function balancer(network: StoredNetwork, overlay: MaterialisedNetwork, address: string | undefined): Record<string, EndpointResource> {
  if (!address || overlay.LBRemoved) return {};
  const key = network.Spec.Ingress ? `${network.Spec.Name}-sbox` : `lb-${network.Spec.Name}`;
  return { [key]: endpointOf(`${network.Spec.Name}-endpoint`, overlay.LBEndpointID, address) };
}

/** Hosts of a swarm that take part in a network's gossip, in the order of their addresses. */
export function peersOf(state: State, networkId: string, cluster: Cluster): PeerInfo[] {
  const hosts = Object.values(state.hosts).filter((host) => cluster.Nodes[host.Swarm?.NodeID ?? ""] && host.Overlays[networkId]);
  return hosts.map((host) => ({ Name: host.Swarm?.PeerName ?? "", IP: hostPart(host.Swarm?.AdvertiseAddr ?? "") })).sort((a, b) => (a.IP < b.IP ? -1 : 1));
}

/** Local shape of a swarm network: with the endpoints that it has on this host, and its peers. */
export function localShape(state: State, cluster: Cluster, host: Host, network: StoredNetwork, profile: EngineProfile, verbose: boolean): NetworkInspect {
  const overlay = host.Overlays[network.ID] as MaterialisedNetwork;
  const node = cluster.Nodes[host.Swarm?.NodeID ?? ""];
  const containers: Record<string, EndpointResource> = {};
  for (const container of Object.values(host.Containers)) {
    const endpoint = Object.values(container.Endpoints).find((one) => one.NetworkID === network.ID && one.EndpointID);
    if (endpoint) containers[container.Id] = endpointOf(container.Name, endpoint.EndpointID, endpoint.IPv4);
  }
  const lb = balancer(network, overlay, node?.LoadBalancers[network.ID]);
  return {
    ...storeShape(network, profile),
    Created: overlay.Created,
    IPAM: ipamOf(network),
    Containers: sortedMap({ ...containers, ...lb }),
    Labels: sortedMap(network.Spec.Labels ?? {}),
    Peers: peersOf(state, network.ID, cluster),
    ...(verbose && { Services: verboseServices(state, cluster, host, network) }),
  };
}
