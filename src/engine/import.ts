import type { NetworkInspect, Node, Service, Swarm } from "../api/index.ts";
import { SCHEMA, type State, type StoredNetwork } from "../store/schema.ts";
import { emptyState } from "../store/tx.ts";
import { VXLAN_LIST } from "./allocator/taken.ts";
import { createNetwork } from "./networks/networks.ts";
import { setNodeUp } from "./nodes/nodes.ts";
import { reconcile } from "./reconcile.ts";
import { initSwarm } from "./swarm/init.ts";
import { joinSwarm } from "./swarm/join.ts";
import { type Surroundings, Tx } from "./tx.ts";

/** What is known of a real swarm: what its managers list. */
export interface SwarmDump {
  readonly swarm?: Swarm | undefined;
  readonly networks: readonly NetworkInspect[];
  readonly services: readonly Service[];
  readonly nodes: readonly Node[];
}

const PREDEFINED = new Set(["bridge", "host", "none", "docker_gwbridge"]);
const NEVER = "0001-01-01T00:00:00Z";

/** The leader, then managers, then workers: the order in which a swarm grows. */
function inOrder(nodes: readonly Node[]): Node[] {
  const rank = ({ ManagerStatus }: Node): number => (ManagerStatus?.Leader ? 0 : ManagerStatus ? 1 : 2);
  return [...nodes].sort((a, b) => rank(a) - rank(b));
}

function storedNetwork(network: NetworkInspect, index: number): StoredNetwork {
  const { [VXLAN_LIST]: vxlan, ...options } = network.Options ?? {};
  const Configs = (network.IPAM.Config ?? []).map(({ Subnet = "", IPRange, Gateway }) => ({
    Subnet,
    ...(IPRange && { Range: IPRange }),
    ...(Gateway && { Gateway }),
  }));
  const IPAMOptions = { Driver: { Name: network.IPAM.Driver || "default" }, Configs };
  const Driver = network.Driver || "overlay";
  return {
    ID: network.Id,
    Version: { Index: index },
    CreatedAt: network.Created,
    UpdatedAt: network.Created,
    Spec: {
      Name: network.Name,
      Labels: network.Labels ?? {},
      DriverConfiguration: { Name: Driver, ...(Object.keys(options).length > 0 && { Options: options }) },
      ...(network.EnableIPv6 && { IPv6Enabled: true }),
      ...(network.Internal && { Internal: true }),
      ...(network.Attachable && { Attachable: true }),
      ...(network.Ingress && { Ingress: true }),
      IPAMOptions,
      Scope: "swarm",
    },
    ...(network.Driver !== "" && { DriverState: { Name: Driver, Options: { ...options, ...(vxlan && { [VXLAN_LIST]: vxlan }) } }, IPAMOptions }),
  };
}

/** Makes the hosts and the swarm that the nodes are of; gives a transaction on the leader. */
function raiseSwarm(state: State, { swarm, nodes }: SwarmDump, surroundings: Surroundings, makeCA: Parameters<typeof initSwarm>[2]): Tx {
  const ordered = inOrder(nodes);
  const leaderName = ordered[0]?.Description.Hostname ?? "node-1";
  const leader = new Tx(state, leaderName, surroundings);
  for (const [at, node] of (ordered.length > 0 ? ordered : [undefined]).entries()) {
    const tx = at === 0 ? leader : new Tx(state, node?.Description.Hostname ?? `node-${at + 1}`, surroundings);
    const { host } = tx;
    const address = node?.Status.Addr ?? "";
    if (/^\d+(\.\d+){3}$/.test(address) && address !== "0.0.0.0" && address !== "127.0.0.1") host.Address = address;
    const { NanoCPUs, MemoryBytes } = node?.Description.Resources ?? {};
    Object.assign(host, { ...(NanoCPUs && { NanoCPUs }), ...(MemoryBytes && { MemoryBytes }) });
    if (node?.Description.Platform.OS) host.Platform = { OS: node.Description.Platform.OS, Architecture: node.Description.Platform.Architecture ?? "x86_64" };
    if (node?.Description.Engine.Labels) host.Labels = node.Description.Engine.Labels;
    if (node?.Description.Engine.Plugins) host.Plugins = node.Description.Engine.Plugins;
    const common = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", Availability: node?.Spec.Availability ?? "active" };
    if (at === 0) {
      const pools = { DefaultAddrPool: swarm?.DefaultAddrPool ?? [], SubnetSize: swarm?.SubnetSize || 24, DataPathPort: swarm?.DataPathPort ?? 0 };
      initSwarm(tx, { ...common, ...pools, ForceNewCluster: false, Spec: swarm?.Spec ?? {}, AutoLockManagers: false }, makeCA);
    } else {
      const cluster = leader.manager();
      const token = node?.ManagerStatus ? cluster.JoinTokens.Manager : cluster.JoinTokens.Worker;
      joinSwarm(tx, { ...common, RemoteAddrs: [leader.host.Swarm?.AdvertiseAddr ?? ""], JoinToken: token });
    }
    if (node) adopt(tx, node);
    tx.close();
  }
  return leader;
}

/** Gives a node that was just made the ID, labels and state of the real one. */
function adopt(tx: Tx, real: Node): void {
  const cluster = tx.cluster();
  const { host } = tx;
  const made = cluster && host.Swarm && cluster.Nodes[host.Swarm.NodeID];
  if (!cluster || !host.Swarm || !made) return;
  delete cluster.Nodes[made.ID];
  cluster.Nodes[real.ID] = { ...made, ID: real.ID, Spec: { ...made.Spec, ...real.Spec, Labels: real.Spec.Labels ?? {} } };
  host.Swarm.NodeID = real.ID;
}

/**
 * The state of a simulated swarm that is like a real one: its nodes as hosts, its networks with their subnets and VXLAN IDs,
 * its services with their VIPs and ports. Tasks are made anew and may have other addresses; secrets and configs are
 * known by name alone.
 */
export async function importState(dump: SwarmDump, surroundings: Surroundings): Promise<State> {
  const state = emptyState(surroundings.profile.name, SCHEMA);
  const tx = raiseSwarm(state, dump, surroundings, await surroundings.loadCA());
  const cluster = tx.manager();
  const shared = dump.networks.filter(({ Scope, ConfigOnly }) => Scope === "swarm" && !ConfigOnly);
  if (shared.some(({ Ingress }) => Ingress))
    for (const network of Object.values(cluster.Networks)) {
      if (!network.Spec.Ingress) continue;
      delete cluster.Networks[network.ID];
      for (const node of Object.values(cluster.Nodes)) delete node.LoadBalancers[network.ID];
      for (const host of Object.values(state.hosts)) delete host.Overlays[network.ID];
    }
  for (const network of shared) cluster.Networks[network.Id] = storedNetwork(network, ++cluster.Index);
  for (const { Name, Driver, Scope, IPAM, Options, Labels } of dump.networks)
    if (Scope === "local" && Driver === "bridge" && !PREDEFINED.has(Name)) createNetwork(tx, { Name, Driver, IPAM, Options, Labels });
  const ids = shared.map(({ Options }) => Number(Options?.[VXLAN_LIST]?.split(",")[0])).filter(Number.isInteger);
  cluster.Cursors.VXLAN = Math.max(cluster.Cursors.VXLAN, ...ids.map((id) => id + 1));
  for (const service of dump.services) {
    const { ServiceStatus: _status, UpdateStatus: _update, ...kept } = service;
    cluster.Services[service.ID] = kept;
    if (service.JobStatus) tx.wokenJobs.add(service.ID);
    addFiles(tx, service);
  }
  cluster.Index = Math.max(cluster.Index, ...[...dump.services, ...dump.nodes].map(({ Version }) => Version?.Index ?? 0));
  reconcile(tx, cluster);
  for (const { ID, Status, Description } of dump.nodes) {
    const host = state.hosts[Description.Hostname ?? ""];
    if (Status.State !== "down" || !host) continue;
    host.Up = false;
    setNodeUp(tx, cluster, ID, false);
  }
  reconcile(tx, cluster);
  tx.close();
  return state;
}

/** Secrets and configs that a service names, as far as they are known. */
function addFiles(tx: Tx, { Spec }: Service): void {
  const cluster = tx.manager();
  const head = { Version: { Index: cluster.Index }, CreatedAt: NEVER, UpdatedAt: NEVER };
  for (const { SecretID, SecretName } of Spec.TaskTemplate.ContainerSpec?.Secrets ?? [])
    cluster.Secrets[SecretID] ??= { ID: SecretID, ...head, Spec: { Name: SecretName, Labels: {} } };
  for (const { ConfigID, ConfigName } of Spec.TaskTemplate.ContainerSpec?.Configs ?? [])
    cluster.Configs[ConfigID] ??= { ID: ConfigID, ...head, Spec: { Name: ConfigName, Labels: {} } };
}
