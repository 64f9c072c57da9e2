import type { Node, SwarmReading } from "../../api/index.ts";
import type { Cluster, Host, State } from "../../store/schema.ts";
import { isHostName } from "../../values/host-name.ts";
import { nearestProfile } from "../profiles/nearest.ts";
import { hostPart } from "../swarm/addresses.ts";
import { initSwarm } from "../swarm/init.ts";
import { type Dependencies, type MakeCA, Tx } from "../tx.ts";

const MANAGER_PORT = 2377;

/** Nodes as the simulated swarm keeps them: the leader first, whose host commands are run on, then the others as they joined. */
function inOrder(nodes: readonly Node[]): Node[] {
  const isLeader = ({ ManagerStatus }: Node): boolean => ManagerStatus?.Leader ?? false;
  return [...nodes].sort((a, b) => Number(isLeader(b)) - Number(isLeader(a)) || (a.CreatedAt < b.CreatedAt ? -1 : 1));
}

/** A name for the host of a node that no other host has: of its host name the first label, with part of the node's ID where that is taken. */
function hostName({ ID, Description }: Node, taken: Readonly<Record<string, unknown>>): string {
  const label = (Description.Hostname ?? "").split(".")[0] as string;
  const name = isHostName(label) ? label : `node-${ID.slice(0, 8)}`;
  return name in taken ? `${name.slice(0, 50)}-${ID.slice(0, 8)}` : name;
}

const isAddress = (text: string): boolean => /^\d+(\.\d+){3}$/.test(text) && text !== "0.0.0.0" && !text.startsWith("127.");

/** The address at which a node is reached: a manager's own word for it, else what the managers see. */
function addressOf({ Status, ManagerStatus }: Node): string | undefined {
  return [hostPart(ManagerStatus?.Addr ?? ""), Status.Addr].find((address) => isAddress(address));
}

/** Whether a node runs an engine that is not the one which the swarm is taken for. */
const isOther = (version: string | undefined, { profile, everywhere }: Dependencies): boolean =>
  version !== undefined && !everywhere && (nearestProfile(version)?.profile.name ?? profile.name) !== profile.name;

/** Makes the host of a node as the node describes it. */
function makeHost(tx: Tx, node: Node): Host {
  const { host } = tx;
  const { Platform, Resources, Engine } = node.Description;
  Object.assign(host, {
    Address: addressOf(node) ?? host.Address,
    Up: node.Status.State !== "down",
    ...(Resources.NanoCPUs && { NanoCPUs: Resources.NanoCPUs }),
    ...(Resources.MemoryBytes && { MemoryBytes: Resources.MemoryBytes }),
    ...(Platform.OS && { Platform: { OS: Platform.OS, Architecture: Platform.Architecture ?? "x86_64" } }),
    ...(Engine.Labels && { Labels: Engine.Labels }),
    ...(Engine.Plugins && { Plugins: Engine.Plugins }),
    ...(isOther(Engine.EngineVersion, tx.dependencies) && { Engine: Engine.EngineVersion }),
  });
  return host;
}

/** Name of each gossip peer by the address that it has, as engines that were read list them. */
function peerNames({ engines }: SwarmReading): Map<string, string> {
  const peers = engines.flatMap(({ Networks }) => Networks.flatMap((network) => network.Peers ?? []));
  return new Map(peers.map(({ IP, Name }) => [IP, Name]));
}

/** The settings of the real swarm in place of those that the new one was made with. Its keys and join tokens are made up: no engine tells them for keeping. */
function adoptSwarm(cluster: Cluster, { swarm }: SwarmReading): void {
  if (!swarm) return;
  const { ID, Version, CreatedAt, UpdatedAt, Spec, TLSInfo, DefaultAddrPool, SubnetSize, DataPathPort } = swarm;
  Object.assign(cluster, { ID, Version, CreatedAt, UpdatedAt, Spec: { ...cluster.Spec, ...Spec }, SubnetSize: SubnetSize || cluster.SubnetSize });
  Object.assign(cluster, { DataPathPort: DataPathPort || cluster.DataPathPort, DefaultAddrPool: DefaultAddrPool?.length ? DefaultAddrPool : null });
  const { TrustRoot, CertIssuerSubject, CertIssuerPublicKey } = TLSInfo ?? {};
  if (TrustRoot) Object.assign(cluster.CA, { Certificate: TrustRoot, Subject: CertIssuerSubject ?? "", PublicKey: CertIssuerPublicKey ?? "" });
}

/** Makes the swarm with its nodes and their hosts, and with no network but ingress and the hidden ones; gives a transaction on the leader's host. */
export function raiseSwarm(state: State, reading: SwarmReading, dependencies: Dependencies, makeCA: MakeCA): Tx {
  const [first, ...others] = inOrder(reading.nodes);
  const leader = new Tx(state, first ? hostName(first, {}) : "node-1", dependencies);
  if (first) makeHost(leader, first);
  const up = leader.host.Up;
  const common = { ListenAddr: "", AdvertiseAddr: "", DataPathAddr: "", Availability: "active", ForceNewCluster: false, AutoLockManagers: false };
  initSwarm(leader, { ...common, ListenAddr: "0.0.0.0:2377", DataPathPort: 0, DefaultAddrPool: [], SubnetSize: 24, Spec: {} }, makeCA);
  const cluster = leader.manager();
  delete state.swarms[cluster.ID];
  adoptSwarm(cluster, reading);
  state.swarms[cluster.ID] = cluster;
  const own = leader.host.Swarm as NonNullable<Host["Swarm"]>;
  own.ClusterID = cluster.ID;
  leader.host.Up = up;
  if (!first) return leader;
  cluster.Nodes = {};
  const peers = peerNames(reading);
  for (const node of [first, ...others]) {
    const tx = node === first ? leader : new Tx(state, hostName(node, state.hosts), dependencies);
    const host = node === first ? leader.host : makeHost(tx, node);
    const address = host.Address;
    const AdvertiseAddr = node.ManagerStatus?.Addr || `${address}:${MANAGER_PORT}`;
    host.Swarm = { ...own, NodeID: node.ID, AdvertiseAddr, DataPathAddr: address, PeerName: peers.get(address) ?? leader.hex(12) };
    cluster.Nodes[node.ID] = { ...node, Spec: { ...node.Spec, Labels: node.Spec.Labels ?? {} }, LoadBalancers: {}, Host: host.Name };
  }
  return leader;
}
