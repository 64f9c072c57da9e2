import type { Filters } from "./common.ts";
import type * as C from "./containers.ts";
import type * as I from "./images.ts";
import type * as N from "./networks.ts";
import type * as O from "./objects.ts";
import type { Origin } from "./reading.ts";
import type * as S from "./services.ts";
import type * as W from "./swarm.ts";
import type { EventMessage, EventsOptions, SystemInfo, SystemVersion } from "./system.ts";
import type { Task } from "./tasks.ts";
import type * as V from "./volumes.ts";

/**
 * The one seam: an engine as one host answers for it. One method per Engine API endpoint (v1.51); what comes back is
 * the endpoint's own JSON, in the Engine's field order with its omissions. Every method rejects with an
 * {@link ./errors.ts DryswarmError} that carries the Engine's message and HTTP status.
 */
export interface EngineClient {
  info(): Promise<SystemInfo>;
  version(): Promise<SystemVersion>;
  /** What happens from now on, and before where `since` says so; ends at `until`, or when the reader stops. */
  events(options?: EventsOptions): AsyncIterable<EventMessage>;

  networkList(filters?: Filters): Promise<N.NetworkInspect[]>;
  networkInspect(ref: string, options?: { verbose?: boolean; scope?: string }): Promise<N.NetworkInspect>;
  networkCreate(body: N.NetworkCreateRequest): Promise<N.NetworkCreateResponse>;
  networkRemove(ref: string): Promise<void>;
  networkConnect(ref: string, body: { Container: string; EndpointConfig?: N.EndpointSettingsRequest }): Promise<void>;
  networkDisconnect(ref: string, body: { Container: string; Force: boolean }): Promise<void>;
  networkPrune(filters?: Filters): Promise<N.NetworkPruneReport>;

  swarmInspect(): Promise<W.Swarm>;
  /** Gives the ID of the node. */
  swarmInit(body: W.SwarmInitRequest): Promise<string>;
  swarmJoin(body: W.SwarmJoinRequest): Promise<void>;
  swarmLeave(force: boolean): Promise<void>;
  swarmUpdate(version: number, spec: W.SwarmSpec, flags?: W.SwarmUpdateFlags): Promise<void>;
  swarmUnlockKey(): Promise<{ UnlockKey: string }>;
  swarmUnlock(body: { UnlockKey: string }): Promise<void>;

  nodeList(filters?: Filters): Promise<W.Node[]>;
  nodeInspect(ref: string): Promise<W.Node>;
  nodeUpdate(id: string, version: number, spec: W.NodeSpec): Promise<void>;
  nodeRemove(ref: string, force: boolean): Promise<void>;

  serviceList(filters?: Filters, options?: { status?: boolean }): Promise<S.Service[]>;
  serviceInspect(ref: string, options?: { insertDefaults?: boolean }): Promise<S.Service>;
  serviceCreate(spec: S.ServiceSpec): Promise<S.ServiceCreateResponse>;
  serviceUpdate(ref: string, version: number, spec: S.ServiceSpec, options?: { rollback?: "previous" }): Promise<S.ServiceUpdateResponse>;
  serviceRemove(ref: string): Promise<void>;

  /**
   * Requests that follow each other within the 50 ms for which swarmkit's scheduler gathers changes, as `stack deploy`
   * sends them: every service has its VIPs and tasks their addresses before the first task is placed on a node.
   */
  burst<T>(requests: () => Promise<T>): Promise<T>;

  taskList(filters?: Filters): Promise<Task[]>;
  taskInspect(ref: string): Promise<Task>;

  secretList(filters?: Filters): Promise<O.Secret[]>;
  secretInspect(ref: string): Promise<O.Secret>;
  secretCreate(spec: O.SecretSpec): Promise<O.IDResponse>;
  secretUpdate(ref: string, version: number, spec: O.SecretSpec): Promise<void>;
  secretRemove(ref: string): Promise<void>;

  configList(filters?: Filters): Promise<O.Config[]>;
  configInspect(ref: string): Promise<O.Config>;
  configCreate(spec: O.ConfigSpec): Promise<O.IDResponse>;
  configUpdate(ref: string, version: number, spec: O.ConfigSpec): Promise<void>;
  configRemove(ref: string): Promise<void>;

  volumeList(filters?: Filters): Promise<V.VolumeListResponse>;
  volumeInspect(name: string): Promise<V.Volume>;
  volumeCreate(body: V.VolumeCreateRequest): Promise<V.Volume>;
  volumeRemove(name: string, force?: boolean): Promise<void>;
  volumePrune(filters?: Filters): Promise<V.VolumePruneReport>;

  imageList(filters?: Filters): Promise<I.ImageSummary[]>;
  /** Every well-formed reference means an image in a dry run; `known` asks for those alone that the host has. */
  imageInspect(ref: string, options?: { known?: boolean }): Promise<I.ImageInspect>;
  /** Notes an image as pulled; gives the reference that it has then. */
  imagePull(ref: string): Promise<string>;
  imageTag(ref: string, target: string): Promise<void>;
  imageRemove(ref: string, force: boolean): Promise<I.ImageRemoved[]>;

  containerList(options?: { all?: boolean; filters?: Filters }): Promise<C.ContainerSummary[]>;
  containerInspect(ref: string): Promise<C.ContainerInspect>;
  containerCreate(name: string, body: C.ContainerCreateRequest): Promise<{ Id: string; Warnings: string[] }>;
  containerStart(ref: string): Promise<void>;
  containerStop(ref: string): Promise<void>;
  /** Ends a running container; it exits with 137. */
  containerKill(ref: string): Promise<void>;
  /** Changes keys of a container's `HostConfig`. */
  containerUpdate(ref: string, changes: Readonly<Record<string, unknown>>): Promise<void>;
  containerRename(ref: string, name: string): Promise<void>;
  containerRemove(ref: string, force: boolean): Promise<void>;
  containerPrune(filters?: Filters): Promise<C.ContainerPruneReport>;
}

/** A simulated host as `dryswarm host ls` shows it. MemoryBytes in bytes, NanoCPUs in billionths of a CPU. */
export interface HostInfo {
  Name: string;
  Address: string;
  NanoCPUs: number;
  MemoryBytes: number;
  Up: boolean;
  /** Version of its engine. Absent on a server that does not tell. */
  Engine?: string;
  /** Role in a swarm: "manager", "worker" or "" outside one. */
  Role: string;
}

/** What may be said of a host: what is absent, empty or zero is left as it is. */
export interface HostSettings {
  Name: string;
  /** IPv4 address without a prefix. */
  Address?: string;
  NanoCPUs?: number;
  MemoryBytes?: number;
  Platform?: { OS: string; Architecture: string };
  /** Labels of its engine, which placement constraints see as `engine.labels.…`. */
  Labels?: Record<string, string>;
  /** Name or version of its engine; that of the data centre where absent. */
  Engine?: string;
  /** Plugins of its engine besides Docker's own; a kind is "Volume", "Network" or "Log". */
  Plugins?: { Type: string; Name: string }[];
}

/** Settings of a data centre: the most tasks that it may ask for, and images (references) that no host can have. */
export interface DataCentreSettings {
  MaxTasks?: number;
  MissingImages?: string[];
}

/** What a simulated data centre offers beyond the Engine API: its hosts. */
export interface DataCentre {
  /** The engine of the named host; it comes into being with its predefined networks when first named. */
  on(host: string): EngineClient;
  hostList(): Promise<HostInfo[]>;
  /** Names of the hosts in the order in which they came; that of the list, at a cost that no swarm makes large. */
  hostNames(): Promise<string[]>;
  hostAdd(host: HostSettings): Promise<void>;
  /** Brings hosts to what is said of them, in one go; those that are not there yet are added. */
  hostApply(hosts: readonly HostSettings[]): Promise<void>;
  /** The settings that hold, those that were never named among them. */
  settings(): Promise<DataCentreSettings>;
  /** Sets what an environment file says of the data centre as a whole, in place of what was said before. */
  settingsApply(settings: DataCentreSettings): Promise<void>;
  hostRemove(name: string): Promise<void>;
  /** Stops (false) or starts (true) a host: its node goes down or comes back. */
  hostPower(name: string, up: boolean): Promise<void>;
  /** What was asked of the swarm networks that could not be allocated, by network ID: the Engine API does not show it. Absent on a server. */
  networkRequests?(): Promise<ReadonlyMap<string, readonly N.IPAMConfig[]>>;
  /** What the swarm was imported from; undefined for one that was made here. Absent on a server. */
  origin?(): Promise<Origin | undefined>;
}
