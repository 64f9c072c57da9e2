import type { EngineReading, IPAMConfig, NetworkInspect, SwarmNetwork, SwarmReading } from "../../api/index.ts";
import type { Cluster, Host, LocalNetwork, LocalPool, State, StoredNetwork } from "../../store/schema.ts";
import { formatAddress, parseCidr } from "../../values/cidr.ts";
import { VXLAN_LIST } from "../allocator/taken.ts";
import { AddressSet } from "../ipam/address-set.ts";
import { hostOfReading } from "./hosts.ts";

const GATEWAY_BRIDGE = "docker_gwbridge";
const GLOBAL_DRIVERS = ["", "overlay"];

/** Networks as tasks carry them, by ID: the newest form of each, with what was asked of it. */
function carried({ tasks }: SwarmReading): Map<string, SwarmNetwork> {
  const newest = new Map<string, SwarmNetwork>();
  for (const { NetworksAttachments } of tasks)
    for (const { Network } of NetworksAttachments ?? [])
      if (Network.Version.Index > (newest.get(Network.ID)?.Version.Index ?? -1)) newest.set(Network.ID, Network);
  return newest;
}

const poolsOf = (configs: readonly IPAMConfig[]): NonNullable<StoredNetwork["IPAMOptions"]>["Configs"] =>
  configs.map(({ Subnet = "", IPRange, Gateway }) => ({ Subnet, ...(IPRange && { Range: IPRange }), ...(Gateway && { Gateway }) }));

/** What was asked of a network, as far as what it got tells: a subnet of the pools' length that no range narrows was chosen for it. */
function specOf(network: NetworkInspect, subnetSize: number): StoredNetwork["Spec"] {
  const { [VXLAN_LIST]: _chosen, ...options } = network.Options ?? {};
  const configs = network.IPAM.Config ?? [];
  const isChosen = network.Driver !== "" && configs.every(({ Subnet = "", IPRange }) => !IPRange && Subnet.endsWith(`/${subnetSize}`));
  return {
    Name: network.Name,
    Labels: network.Labels ?? {},
    DriverConfiguration: network.Ingress ? {} : { Name: network.Driver || "overlay", ...(Object.keys(options).length > 0 && { Options: options }) },
    ...(network.EnableIPv6 && { IPv6Enabled: true }),
    ...(network.Internal && { Internal: true }),
    ...(network.Attachable && { Attachable: true }),
    ...(network.Ingress && { Ingress: true }),
    IPAMOptions: { Driver: { Name: network.IPAM.Driver || "default" }, ...(!isChosen && configs.length > 0 && { Configs: poolsOf(configs) }) },
    ...(network.ConfigFrom?.Network && { ConfigFrom: network.ConfigFrom }),
    Scope: "swarm",
  };
}

function storedNetwork(network: NetworkInspect, known: SwarmNetwork | undefined, subnetSize: number): StoredNetwork {
  const { Driver, IPAM, Options, Created: time } = network;
  const isGlobal = GLOBAL_DRIVERS.includes(Driver);
  const Configs = poolsOf(IPAM.Config ?? []);
  return {
    ID: network.Id,
    Version: known?.Version ?? { Index: 1 },
    CreatedAt: known?.CreatedAt ?? time,
    UpdatedAt: known?.UpdatedAt ?? time,
    Spec: known?.Spec ?? specOf(network, subnetSize),
    ...(Driver !== "" && {
      DriverState: { Name: Driver, ...(Options && { Options }) },
      ...(isGlobal && { IPAMOptions: { Driver: { Name: IPAM.Driver || "default", ...(IPAM.Options && { Options: IPAM.Options }) }, Configs } }),
    }),
    // What a network without a subnet asked for no engine tells: it is left as it is.
    ...(Driver === "" && Configs?.length === 0 && { Unexplained: true }),
  };
}

/** Puts the networks of a real swarm in place of those that the new one has. */
export function adoptNetworks(cluster: Cluster, reading: SwarmReading): void {
  const shared = reading.networks.filter(({ Scope, ConfigOnly }) => Scope === "swarm" && !ConfigOnly);
  const known = carried(reading);
  const predefined = Object.values(cluster.Networks).filter(({ Predefined }) => Predefined);
  const made = [...known.values()].filter(({ Spec }) => Spec.Labels?.["com.docker.swarm.predefined"] !== undefined);
  cluster.Networks = {};
  for (const network of predefined) {
    const real = made.find(({ Spec }) => Spec.Name === network.Spec.Name);
    const { ID = network.ID, DriverState = network.DriverState } = real ?? {};
    cluster.Networks[ID] = { ...network, ID, ...(DriverState && { DriverState }) };
  }
  const inTime = [...shared].sort((a, b) => (a.Created < b.Created ? -1 : 1));
  for (const network of inTime) cluster.Networks[network.Id] = storedNetwork(network, known.get(network.Id), cluster.SubnetSize);
}

function localPool({ Subnet = "", Gateway, IPRange, AuxiliaryAddresses }: IPAMConfig): LocalPool {
  const lowest = Gateway || !parseCidr(Subnet) ? undefined : new AddressSet(Subnet, IPRange).takeLowest();
  const gateway = Gateway?.split("/")[0] ?? (lowest === undefined ? undefined : formatAddress(lowest));
  const Reserved = Object.values(AuxiliaryAddresses ?? {});
  return {
    Subnet,
    ...(gateway && { Gateway: gateway }),
    ...(IPRange && { IPRange }),
    ...(Reserved.length > 0 && { Reserved }),
    // A gateway that was chosen for a subnet that was asked for is not shown: what shows one was chosen itself.
    ...(Gateway && !IPRange && { Chosen: true }),
  };
}

function localNetwork(network: NetworkInspect): LocalNetwork {
  const { Name, Id, Created, Scope, Driver, EnableIPv4 = true, EnableIPv6, IPAM, Internal, Attachable, Ingress } = network;
  const Pools = (IPAM.Config ?? []).filter(({ Subnet }) => Subnet && parseCidr(Subnet)).map(localPool);
  return {
    ...{ Name, Id, Created, Scope, Driver, EnableIPv4, EnableIPv6, IPAM, Internal, Attachable, Ingress },
    ConfigFrom: network.ConfigFrom ?? { Network: "" },
    ConfigOnly: network.ConfigOnly ?? false,
    Options: network.Options ?? {},
    Labels: network.Labels ?? {},
    ...(Pools.some(({ Chosen }) => !Chosen) && { UserSubnets: true }),
    Pools,
  };
}

/** Gives a host the local networks that its engine has, in place of those of their names that a new host has. */
export function adoptLocalNetworks(host: Host, networks: readonly NetworkInspect[]): void {
  for (const network of networks) {
    if (network.Scope !== "local") continue;
    for (const { Id, Name } of Object.values(host.Networks)) if (Name === network.Name) delete host.Networks[Id];
    host.Networks[network.Id] = localNetwork(network);
  }
}

/** What an engine that was read has of swarm networks: when it made its part of each, and the endpoints of its load balancers. Gives their addresses by network. */
export function adoptOverlays(state: State, cluster: Cluster, reading: EngineReading): void {
  const host = hostOfReading(state, cluster, reading);
  const node = cluster.Nodes[host?.Swarm?.NodeID ?? ""];
  if (!host || !node) return;
  for (const { Id, Name, Ingress, Created, Containers } of reading.Networks) {
    const network = cluster.Networks[Id];
    const balancer = Containers?.[Ingress ? `${Name}-sbox` : `lb-${Name}`];
    if (!network || !balancer) continue;
    node.LoadBalancers[Id] = balancer.IPv4Address;
    host.Overlays[Id] = {
      NetworkID: Id,
      Created,
      Subnets: (network.IPAMOptions?.Configs ?? []).flatMap(({ Subnet }) => Subnet ?? []),
      ...(network.Spec.Ingress && { Ingress: true }),
      ...(network.Spec.Internal && { Internal: true }),
      LBEndpointID: balancer.EndpointID,
      LBIndexes: {},
    };
  }
}

export { GATEWAY_BRIDGE };
