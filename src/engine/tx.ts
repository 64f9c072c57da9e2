import { failure } from "../api/index.ts";
import { markMember } from "../store/changes.ts";
import type { Cluster, Host, State, StoredTask } from "../store/schema.ts";
import { type Clock, formatTime, parseTime } from "../support/clock.ts";
import { hexId, type Random, swarmId } from "../support/ids.ts";
import type { Seal } from "../support/seal.ts";
import { own } from "../values/own.ts";
import type { Effects } from "./effects.ts";
import type { EventLog } from "./events/log.ts";
import { profileOfHost, profileOfLeader } from "./hosts/host-profile.ts";
import { newHost } from "./hosts/new-host.ts";
import type { AddressSet } from "./ipam/address-set.ts";
import type { EngineProfile } from "./profiles/index.ts";

/** A new root certificate authority of a swarm, made outside the engine. Times and keys come from its maker. */
export interface CertificateAuthority {
  /** PEM. */
  Certificate: string;
  /** PEM, PKCS #8. */
  Key: string;
  /** DER subject, base64. */
  Subject: string;
  /** DER public key, base64. */
  PublicKey: string;
  /** SHA-256 of the certificate as 50 characters of base 36, the middle of a join token. */
  Digest: string;
  /** Time after which it is no longer valid, nanoseconds since 1970. */
  NotAfter: bigint;
}

/** Makes a root certificate that is valid from `notBefore` (nanoseconds since 1970) on, or reads the one that is brought. */
export type MakeCA = (random: Random, notBefore: bigint, own?: { Certificate: string; Key: string }) => CertificateAuthority;

/** Dependencies of an engine: nothing in it reads a clock or draws a random number by itself. */
export interface Dependencies {
  readonly clock: Clock;
  /** Random source that goes on after `drawn` values. */
  random(drawn: number): Random & { readonly drawn: number };
  /** Loads the maker of root certificates, which only a new swarm or a rotation needs. */
  loadCA(): Promise<MakeCA>;
  /** Loads what seals the data of secrets, which only those who make or change one need. */
  loadSeal(): Promise<Seal>;
  readonly profile: EngineProfile;
  /** Whether this engine was asked for by name: nodes that joined with another one say that they run it, too. */
  readonly everywhere?: boolean;
  /** Version that `docker version` and node descriptions show. */
  readonly version: string;
  /** Notes what happens, where an engine lives long enough to be asked for it. */
  readonly events?: EventLog;
}

/**
 * One transaction on the state, seen from one host: ids, times and randomness that are recorded in the state, and the
 * look-ups that every verb starts with.
 */
export class Tx implements Effects {
  readonly random: Random & { readonly drawn: number };
  /** Tasks that services got in this transaction. */
  readonly madeTasks: StoredTask[] = [];
  /** How many tasks each place got in this transaction. */
  readonly madeAt = new Map<string, number>();
  /** IDs of jobs that were changed, or a task of which ended, and that the orchestrator has not looked at since. */
  readonly wokenJobs = new Set<string>();
  /** Names of the swarm's services in lower case, where they are known already. */
  serviceNames?: ReadonlySet<string>;
  /** Names of the swarm's networks by themselves in lower case, where they are known already. */
  networkNames?: ReadonlyMap<string, string>;
  /** Addresses taken on the networks of hosts, by host and pool, where they are known already (containers/local-addresses.ts). */
  readonly localAddresses = new Map<string, AddressSet>();
  #last: bigint;
  #profile: EngineProfile | undefined;
  #leader: { readonly cluster: Cluster; readonly profile: EngineProfile } | undefined;

  constructor(
    readonly state: State,
    readonly hostName: string,
    readonly dependencies: Dependencies,
  ) {
    this.random = dependencies.random(state.drawn);
    this.#last = BigInt(state.clock);
  }

  /** What the engine of this host does otherwise than others. */
  get profile(): EngineProfile {
    return (this.#profile ??= profileOfHost(own(this.state.hosts, this.hostName), this.dependencies));
  }

  /** What the engine of a host does otherwise than others. */
  profileOf(host: Host): EngineProfile {
    return profileOfHost(host, this.dependencies);
  }

  /** What the engine that allocates for a swarm does otherwise than others: its leader's. */
  leaderProfile(cluster: Cluster): EngineProfile {
    if (this.#leader?.cluster === cluster) return this.#leader.profile;
    const profile = profileOfLeader(this.state, cluster, this.dependencies);
    if (Object.values(cluster.Nodes).some(({ ManagerStatus }) => ManagerStatus?.Leader)) this.#leader = { cluster, profile };
    return profile;
  }

  /** The time now as the Engine API writes it; later than every time that the state has seen. */
  now(): string {
    const real = this.dependencies.clock.now();
    this.#last = real > this.#last ? real : this.#last + 1n;
    return formatTime(this.#last);
  }

  /** A new swarm object ID. */
  id(): string {
    return swarmId(this.random);
  }

  /** A new hexadecimal ID. */
  hex(length?: number): string {
    return hexId(this.random, length);
  }

  /** Writes the counters back; called once, when the transaction is about to be stored. */
  close(): void {
    this.state.drawn = this.random.drawn;
    this.state.clock = String(this.#last);
  }

  /** The host this transaction is on; it comes into being when first named. */
  get host(): Host {
    return this.hostNamed(this.hostName);
  }

  /** A host by name, made where it is not there yet. */
  hostNamed(name: string): Host {
    const found = own(this.state.hosts, name);
    if (found) return found;
    // The first host is there whenever another of the default ones is named.
    if (/^node-(?!1$)\d+$/.test(name) && Object.keys(this.state.hosts).length === 0) this.hostNamed("node-1");
    const made = newHost(name, Object.values(this.state.hosts), this.dependencies.clock.now());
    this.state.hosts[name] = made;
    return made;
  }

  /** The swarm that this host is a manager of. Fails as the engine does outside a swarm, on a worker, locked, without quorum. */
  manager(): Cluster {
    return managedCluster(this.state, this.host);
  }

  /** The swarm of this host, whatever its role; undefined outside one. */
  cluster(): Cluster | undefined {
    const swarm = this.host.Swarm;
    return swarm && this.state.swarms[swarm.ClusterID];
  }

  /** Marks a swarm object as written now, at the next raft index. */
  touch(cluster: Cluster, object: { ID: string; Version: { Index: number }; UpdatedAt: string }): void {
    markMember(cluster, object);
    object.Version = { Index: ++cluster.Index };
    object.UpdatedAt = this.now();
  }

  /** Head of a new swarm object. */
  meta(cluster: Cluster): { Version: { Index: number }; CreatedAt: string; UpdatedAt: string } {
    const now = this.now();
    return { Version: { Index: ++cluster.Index }, CreatedAt: now, UpdatedAt: now };
  }
}

/** Whether the managers of a swarm that are up and reachable are more than half of them. */
export function hasQuorum(cluster: Cluster): boolean {
  let [managers, reachable] = [0, 0];
  for (const id in cluster.Nodes) {
    const status = cluster.Nodes[id]?.ManagerStatus;
    if (!status) continue;
    managers++;
    if (status.Reachability === "reachable") reachable++;
  }
  return reachable * 2 > managers;
}

/** The swarm that a host manages; see {@link Tx.manager} for what it fails with. */
export function managedCluster(state: State, host: Host): Cluster {
  const swarm = host.Swarm;
  const cluster = swarm && state.swarms[swarm.ClusterID];
  if (!swarm || !cluster) throw failure("swarm-not-active");
  if (swarm.LocalNodeState === "locked") throw failure("swarm-locked");
  if (!cluster.Nodes[swarm.NodeID]?.ManagerStatus) throw failure("swarm-not-manager");
  if (!hasQuorum(cluster)) throw failure("swarm-no-leader");
  return cluster;
}

/** Whether a host is an active manager. */
export function isManager(state: State, host: Host): boolean {
  const swarm = host.Swarm;
  return swarm?.LocalNodeState === "active" && state.swarms[swarm.ClusterID]?.Nodes[swarm.NodeID]?.ManagerStatus !== undefined;
}

/** Nanoseconds since 1970 of a time that the engine wrote. */
export function nanoseconds(time: string): bigint {
  return parseTime(time) ?? 0n;
}
