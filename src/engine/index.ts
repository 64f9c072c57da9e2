import {
  type DataCentre,
  DryswarmError,
  type EngineClient,
  failure,
  type HostInfo,
  type HostSettings,
  type IPAMConfig,
  type Messages,
  reworded,
  type Service,
} from "../api/index.ts";
import { markHost, markMember } from "../store/changes.ts";
import { type Cluster, DEFAULT_MAX_TASKS, type Host, type State, type StoredNetwork } from "../store/schema.ts";
import type { Store } from "../store/tx.ts";
import { own } from "../values/own.ts";
import { HostEngine } from "./host-engine.ts";
import { profileOfHost } from "./hosts/host-profile.ts";
import { newHost } from "./hosts/new-host.ts";
import { setNodeUp } from "./nodes/nodes.ts";
import { PROFILE_NAMES } from "./profiles/index.ts";
import { nearestProfile } from "./profiles/nearest.ts";
import { placeAdded, reconcile, reconcileAdded, reconcileGrown, reconcileNetwork, type Settled, settledView } from "./reconcile.ts";
import { type Dependencies, hasQuorum, Tx } from "./tx.ts";

export { createEventLog, type EventLog, lateEventLog } from "./events/log.ts";
export { importState } from "./import/import.ts";
export { engineProfile, PROFILE_NAMES } from "./profiles/index.ts";
export { nearestProfile } from "./profiles/nearest.ts";
export type { CertificateAuthority, Dependencies } from "./tx.ts";

/** Errors that an engine words otherwise, once it is known which engine it is. */
interface Words {
  messages: Messages;
}

/** Runs transactions and reads for one host. */
export class Transactions {
  constructor(
    readonly store: Store,
    readonly hostName: string,
    readonly dependencies: Dependencies,
    /** Views of swarms that have converged and only grew since. A state that was read anew is another object. */
    private readonly settled: WeakMap<Cluster, Settled>,
  ) {}

  private placing = true;

  /** Runs requests that come faster than the scheduler looks: tasks are placed once the last of them is answered. */
  async burst<T>(requests: () => Promise<T>): Promise<T> {
    this.placing = false;
    try {
      return await requests();
    } finally {
      this.placing = true;
      while (await this.#placeBurst());
    }
  }

  /** Places tasks that a burst of requests has made: of as many services as make {@link PIECE} tasks. True where others wait still. */
  #placeBurst(): Promise<boolean> {
    return this.store.update((state) => {
      const tx = new Tx(state, this.hostName, this.dependencies);
      const cluster = tx.cluster();
      const known = cluster && this.settled.get(cluster);
      const piece = known && pieceOf(cluster, known.unplaced);
      const isWhole = !known || !piece || placeAdded(tx, cluster, known, piece);
      if (cluster && (!known || !isWhole)) {
        this.settled.delete(cluster);
        reconcile(tx, cluster);
      }
      tx.close();
      this.dependencies.events?.observe(state);
      return isWhole && known !== undefined && known.unplaced.size > 0;
    });
  }

  /**
   * One transaction: the change, then the reconcile of the swarm it gives (if any); `added` is the service or network that is all there
   * is to the change, `grown` the service whose larger number of replicas is. A {@link DryswarmError} given as a value is
   * thrown after the change is stored: the engine's refusal that leaves something behind.
   */
  async update<T>(
    change: (tx: Tx) => { result: T | DryswarmError; settle?: Cluster | undefined; added?: Service | StoredNetwork; grown?: Service },
  ): Promise<T> {
    const words: Words = { messages: this.dependencies.profile.messages };
    const result = await this.#inOwnWords(
      words,
      this.store.update((state) => {
        words.messages = this.#messages(state);
        const tx = new Tx(state, this.hostName, this.dependencies);
        const cluster = state.swarms[own(state.hosts, this.hostName)?.Swarm?.ClusterID ?? ""];
        const known = cluster && this.settled.get(cluster);
        if (known) Object.assign(tx, { serviceNames: known.names, networkNames: known.networkNames });
        const { result: value, settle, added, grown } = change(tx);
        if (!added && !grown) for (const one of Object.values(state.swarms)) this.settled.delete(one);
        if (settle && grown) this.settleGrown(tx, settle, grown);
        else if (settle) this.settle(tx, settle, added);
        tx.close();
        this.dependencies.events?.observe(state);
        return value;
      }),
    );
    if (result instanceof DryswarmError) throw reworded(result, words.messages);
    return result;
  }

  /** An answer whose errors are worded as the engine version words them. */
  #inOwnWords<T>(words: Words, answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      throw error instanceof DryswarmError ? reworded(error, words.messages) : error;
    });
  }

  /** Errors that the engine of this host words otherwise. */
  #messages(state: State): Messages {
    return profileOfHost(own(state.hosts, this.hostName), this.dependencies).messages;
  }

  /** Lets a swarm converge. What was added to a settled one is looked at alone. */
  private settle(tx: Tx, cluster: Cluster, added: Service | StoredNetwork | undefined): void {
    const known = added && hasQuorum(cluster) && growsAlone(added) ? this.#viewBefore(tx, cluster, added) : undefined;
    this.settled.delete(cluster);
    if (added && known && this.grow(tx, cluster, added, known)) this.settled.set(cluster, known);
    else reconcile(tx, cluster, this.placing);
  }

  /** Lets a swarm converge after a service was given more replicas: in a settled one its tasks are looked at alone. */
  private settleGrown(tx: Tx, cluster: Cluster, service: Service): void {
    const view = hasQuorum(cluster) ? (this.settled.get(cluster) ?? settledView(tx, cluster)) : undefined;
    const known = view && this.placing && view.unplaced.size > 0 ? undefined : view;
    this.settled.delete(cluster);
    if (known && reconcileGrown(tx, cluster, service, known, this.placing)) this.settled.set(cluster, known);
    else reconcile(tx, cluster, this.placing);
  }

  /** The view of a swarm before something was added; undefined where tasks of a burst wait, and this is none. */
  #viewBefore(tx: Tx, cluster: Cluster, added: Service | StoredNetwork): Settled | undefined {
    const known = this.settled.get(cluster);
    if (known) return this.placing && known.unplaced.size > 0 ? undefined : known;
    return settledBefore(tx, cluster, added);
  }

  private grow(tx: Tx, cluster: Cluster, added: Service | StoredNetwork, known: Settled): boolean {
    if ("Endpoint" in added) return reconcileAdded(tx, cluster, added, known, this.placing);
    reconcileNetwork(tx, cluster, added, known);
    return true;
  }

  /** A read: sees the state, and the host as it would be if it is not there yet; changes nothing. */
  view<T>(read: (state: State, host: Host) => T): Promise<T> {
    const words: Words = { messages: this.dependencies.profile.messages };
    return this.#inOwnWords(
      words,
      this.store.view((state) => {
        words.messages = this.#messages(state);
        return read(state, own(state.hosts, this.hostName) ?? newHost(this.hostName, Object.values(state.hosts), this.dependencies.clock.now()));
      }),
    );
  }
}

/** Tasks that are placed in one transaction after a burst: what is above that is divided, so that they need not be objects all at once. */
const PIECE = 100_000;

/** Services out of those that wait, as many as ask for {@link PIECE} tasks. */
function pieceOf(cluster: Cluster, waiting: ReadonlySet<string>): Set<string> {
  const piece = new Set<string>();
  let tasks = 0;
  for (const id of waiting) {
    if (piece.size > 0 && tasks >= PIECE) break;
    piece.add(id);
    tasks += Number(cluster.Services[id]?.Spec.Mode.Replicated?.Replicas ?? Object.keys(cluster.Nodes).length);
  }
  return piece;
}

/** Whether nothing but the object itself moves when it is added: jobs and the routing mesh concern others. */
function growsAlone(added: Service | StoredNetwork): boolean {
  if (!("Endpoint" in added)) return !added.Spec.Ingress;
  const { Replicated, Global } = added.Spec.Mode;
  return Replicated !== undefined || Global !== undefined;
}

/** The view of a swarm as it was before something was added; undefined where something in it may still move. */
function settledBefore(tx: Tx, cluster: Cluster, added: Service | StoredNetwork): Settled | undefined {
  delete cluster.Services[added.ID];
  const view = settledView(tx, cluster);
  if ("Endpoint" in added) cluster.Services[added.ID] = added;
  return view;
}

function roleOf(state: State, host: Host): string {
  const node = host.Swarm && state.swarms[host.Swarm.ClusterID]?.Nodes[host.Swarm.NodeID];
  return node ? (node.ManagerStatus ? "manager" : "worker") : "";
}

function hostInfo(state: State, host: Host, dependencies: Dependencies): HostInfo {
  const { Name, Address, NanoCPUs, MemoryBytes, Up } = host;
  return { Name, Address, NanoCPUs, MemoryBytes, Up, Engine: profileOfHost(host, dependencies).version, Role: roleOf(state, host) };
}

/** Sets what is said of a host. The address of one that is in a swarm stays: its peers know it by it. */
function applySettings(tx: Tx, { Name, Address, NanoCPUs, MemoryBytes, Platform, Labels, Plugins, Engine }: HostSettings): void {
  const host = tx.host;
  const taken = Object.values(tx.state.hosts).find((other) => other.Name !== Name && other.Address === Address);
  if (Address && taken) throw failure("host-address-taken", { address: Address, name: taken.Name });
  if (Address && Address !== host.Address && host.Swarm) throw failure("host-in-swarm", { name: Name });
  if (Engine && !nearestProfile(Engine)) throw failure("cli-engine-profile", { name: Engine, known: PROFILE_NAMES.join(", ") });
  markHost(host);
  Object.assign(host, {
    ...(Engine && { Engine }),
    ...(Address && { Address }),
    ...(NanoCPUs && { NanoCPUs }),
    ...(MemoryBytes && { MemoryBytes }),
    ...(Platform && { Platform }),
    ...(Labels && { Labels }),
    ...(Plugins && { Plugins }),
  });
  const cluster = host.Swarm && tx.state.swarms[host.Swarm.ClusterID];
  const node = Engine && cluster?.Nodes[host.Swarm?.NodeID ?? ""];
  if (!cluster || !node) return;
  node.Description = { ...node.Description, Engine: { ...node.Description.Engine, EngineVersion: tx.profileOf(host).version } };
  markMember(cluster, node);
}

/** IPAM requests of networks that are not allocated. */
function networkRequests({ swarms }: State): Map<string, IPAMConfig[]> {
  const open = Object.values(swarms).flatMap(({ Networks }) => Object.values(Networks).filter(({ DriverState }) => !DriverState));
  return new Map(
    open.map(({ ID, Spec }) => [
      ID,
      (Spec.IPAMOptions?.Configs ?? []).map(({ Subnet, Range, Gateway }) => ({
        ...(Subnet && { Subnet }),
        ...(Range && { IPRange: Range }),
        ...(Gateway && { Gateway }),
      })),
    ]),
  );
}

/** The simulated data centre on a store: engines by host, and the hosts themselves. */
export function createEngine(store: Store, dependencies: Dependencies): DataCentre {
  const settled = new WeakMap<Cluster, Settled>();
  const transactions = (name: string): Transactions => new Transactions(store, name, dependencies, settled);
  const existing = (state: State, name: string): Host => {
    const host = own(state.hosts, name);
    if (!host) throw failure("host-not-found", { name });
    return host;
  };
  return {
    on: (name): EngineClient => new HostEngine(transactions(name)),
    hostList: () => store.view((state) => Object.values(state.hosts).map((host) => hostInfo(state, host, dependencies))),
    hostNames: () => store.view(({ hosts }) => Object.keys(hosts)),
    networkRequests: () => store.view(networkRequests),
    origin: () => store.view(({ swarms }) => Object.values(swarms).find(({ Origin }) => Origin)?.Origin),
    hostAdd: (settings) =>
      transactions(settings.Name).update((tx) => {
        if (own(tx.state.hosts, settings.Name)) throw failure("host-exists", { name: settings.Name });
        applySettings(tx, settings);
        return { result: undefined };
      }),
    hostApply: (hosts) =>
      transactions(hosts[0]?.Name ?? "").update((tx) => {
        for (const settings of hosts) applySettings(new Tx(tx.state, settings.Name, dependencies), settings);
        return { result: undefined };
      }),
    settings: () => store.view((state) => ({ MaxTasks: DEFAULT_MAX_TASKS, ...state.settings })),
    settingsApply: (settings) =>
      store.update((state) => {
        state.settings = settings;
      }),
    hostRemove: (name) =>
      transactions(name).update((tx) => {
        if (existing(tx.state, name).Swarm) throw failure("host-in-swarm", { name });
        delete tx.state.hosts[name];
        return { result: undefined };
      }),
    hostPower: (name, up) =>
      transactions(name).update((tx) => {
        const host = existing(tx.state, name);
        host.Up = up;
        markHost(host);
        const cluster = tx.cluster();
        if (cluster && host.Swarm) {
          setNodeUp(tx, cluster, host.Swarm.NodeID, up);
          const managed = cluster.Nodes[host.Swarm.NodeID]?.ManagerStatus !== undefined;
          if (up && managed && cluster.UnlockKey) host.Swarm.LocalNodeState = "locked";
        }
        return { result: undefined, settle: cluster };
      }),
  };
}
