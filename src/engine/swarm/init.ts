import { DryswarmError, failure, type SwarmInitRequest } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import type { Cluster, Host } from "../../store/schema.ts";
import { parseCidr } from "../../values/cidr.ts";
import { createFirstNetworks } from "../networks/swarm/create.ts";
import { newNode } from "../nodes/new-node.ts";
import { type MakeCA, nanoseconds, type Tx } from "../tx.ts";
import { resolveAddresses } from "./addresses.ts";
import { DEFAULT_SPEC, initialSpec, validateSpec, validateWords, withCertificates } from "./spec.ts";
import { newTokens, newUnlockKey } from "./tokens.ts";

/** Largest prefix length of the subnets that a pool is cut into. */
const MAX_SUBNET_SIZE = 29;
/** First tries of the dynamic resources. */
const FIRST_VXLAN = 4096;

/** Pools of a swarm where a request names none; the command line names an empty list. */
const DEFAULT_POOLS = ["10.0.0.0/8"];
const DEFAULT_SUBNET_SIZE = 24;

function validatePools(pools: readonly string[] | null, size: number): void {
  if (!pools) return;
  if (size > MAX_SUBNET_SIZE) throw failure("swarm-subnet-size", { size });
  for (const pool of pools) {
    const block = parseCidr(pool);
    if (!block) throw failure("swarm-pool-base", { pool });
    // A size of 0 is taken: no network gets a subnet then.
    if (size !== 0 && size < block.prefix) throw failure("swarm-pool-too-small", { pool, size });
  }
}

/**
 * Makes a new swarm with this host as its only manager (`POST /swarm/init`); gives the node's ID. Settings that the new
 * swarm refuses leave it standing with the default ones: the error comes as a value then.
 */
export function initSwarm(tx: Tx, requested: SwarmInitRequest, makeCA: MakeCA): string | DryswarmError {
  const host = tx.host;
  const body = { ...requested, ...(!requested.DefaultAddrPool && { DefaultAddrPool: DEFAULT_POOLS, SubnetSize: requested.SubnetSize || DEFAULT_SUBNET_SIZE }) };
  if (host.Swarm && body.ForceNewCluster) return forceNewCluster(tx, host, body);
  if (host.Swarm) throw failure("swarm-already-part");
  validateWords(body.Spec);
  const addresses = resolveAddresses(host, body);
  if (!["", "active", "pause", "drain"].includes(body.Availability.toLowerCase()))
    throw failure("swarm-init-availability", { availability: body.Availability });
  validatePools(body.DefaultAddrPool, body.SubnetSize);
  if (body.DataPathPort !== 0 && (body.DataPathPort < 1024 || body.DataPathPort > 49_151)) throw failure("swarm-data-path-port", { port: body.DataPathPort });
  const cluster = newCluster(tx, body, makeCA);
  host.Swarm = { ClusterID: cluster.ID, NodeID: tx.id(), LocalNodeState: "active", ...addresses, PeerName: tx.hex(12) };
  markHost(host);
  tx.state.swarms[cluster.ID] = cluster;
  createFirstNetworks(tx, cluster);
  newNode(tx, cluster, host, { role: "manager", availability: body.Availability.toLowerCase() || "active", leader: true });
  return settings(tx, cluster, body) ?? host.Swarm.NodeID;
}

/** Whether managers are to be locked: what the settings say counts, not the key of the same name beside them. */
const isLocked = ({ Spec }: SwarmInitRequest): boolean => Spec.EncryptionConfig?.AutoLockManagers ?? false;

function newCluster(tx: Tx, body: SwarmInitRequest, makeCA: MakeCA): Cluster {
  const now = tx.now();
  const { Digest, NotAfter: _until, ...CA } = makeCA(tx.random, nanoseconds(now));
  return {
    ID: tx.id(),
    Version: { Index: 1 },
    CreatedAt: now,
    UpdatedAt: now,
    Spec: structuredClone(DEFAULT_SPEC),
    JoinTokens: newTokens(tx, Digest),
    UnlockKey: "",
    CA,
    DefaultAddrPool: body.DefaultAddrPool && body.DefaultAddrPool.length > 0 ? body.DefaultAddrPool : null,
    SubnetSize: body.SubnetSize,
    DataPathPort: body.DataPathPort || 4789,
    Index: 8,
    Nodes: {},
    Networks: {},
    Services: {},
    Tasks: {},
    Secrets: {},
    Configs: {},
    Cursors: { VXLAN: FIRST_VXLAN, Ports: {}, Addresses: {} },
  };
}

/** Applies what init sets beyond the defaults; gives the swarm's refusal, which does not undo the swarm. */
function settings(tx: Tx, cluster: Cluster, body: SwarmInitRequest): DryswarmError | undefined {
  const spec = withCertificates(initialSpec(body.Spec), cluster.CA.Certificate);
  try {
    validateSpec(spec);
  } catch (error) {
    if (error instanceof DryswarmError) return failure("swarm-init-settings", { cause: error.message });
    throw error;
  }
  cluster.Spec = spec;
  if (isLocked(body)) cluster.UnlockKey = newUnlockKey(tx);
  tx.touch(cluster, cluster);
  return undefined;
}

/** Goes on with this host as the only manager; the rest of the swarm's state stays as it is. */
function forceNewCluster(tx: Tx, host: Host, body: SwarmInitRequest): string {
  const { DefaultAddrPool, SubnetSize, Spec } = body;
  const swarm = host.Swarm;
  const cluster = swarm && tx.state.swarms[swarm.ClusterID];
  if (!swarm || !cluster) throw failure("swarm-not-active");
  for (const node of Object.values(cluster.Nodes)) {
    if (node.ID === swarm.NodeID) node.ManagerStatus = { Leader: true, Reachability: "reachable", Addr: swarm.AdvertiseAddr };
    else delete node.ManagerStatus;
    if (node.ID !== swarm.NodeID && node.Spec.Role === "manager") node.Spec.Role = "worker";
    tx.touch(cluster, node);
  }
  // The allocator starts again from what is stored: its cursors are memory only.
  cluster.Cursors.Addresses = {};
  delete cluster.Cursors.Subnet;
  // It takes its pools from what the command says, while the swarm goes on showing those it was made with.
  cluster.ForcedPools = { DefaultAddrPool: DefaultAddrPool && DefaultAddrPool.length > 0 ? DefaultAddrPool : null, SubnetSize };
  for (const section of ["Orchestration", "Raft", "Dispatcher", "CAConfig"] as const) {
    const given = Object.entries(Spec[section] ?? {}).filter(([, value]) => value !== undefined);
    cluster.Spec = { ...cluster.Spec, [section]: { ...cluster.Spec[section], ...Object.fromEntries(given) } };
  }
  if (isLocked(body) && !cluster.UnlockKey) {
    cluster.Spec.EncryptionConfig = { AutoLockManagers: true };
    cluster.UnlockKey = newUnlockKey(tx);
  }
  return swarm.NodeID;
}
