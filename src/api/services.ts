import type { Driver, Meta, StringMap } from "./common.ts";

/** A file of a secret or config inside a container. Mode is a number (0444 is 292). */
export interface FileTarget {
  Name: string;
  UID: string;
  GID: string;
  Mode: number;
}
/** Secret used by a container spec. */
export interface SecretReference {
  File?: FileTarget;
  SecretID: string;
  SecretName: string;
}
/** Config used by a container spec. */
export interface ConfigReference {
  File?: FileTarget;
  Runtime?: Record<string, never>;
  ConfigID: string;
  ConfigName: string;
}
/** A mount of a container spec. */
export interface Mount {
  Type?: string;
  Source?: string;
  Target?: string;
  ReadOnly?: boolean;
  Consistency?: string;
  BindOptions?: { Propagation?: string; NonRecursive?: boolean; CreateMountpoint?: boolean; ReadOnlyNonRecursive?: boolean; ReadOnlyForceRecursive?: boolean };
  VolumeOptions?: { NoCopy?: boolean; Labels?: StringMap; Subpath?: string; DriverConfig?: Driver };
  ImageOptions?: { Subpath?: string };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number; Options?: string[][] };
  ClusterOptions?: Record<string, never>;
}
/** Health check; durations in nanoseconds. */
export interface HealthConfig {
  Test?: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  StartInterval?: number;
  Retries?: number;
}
export interface Ulimit {
  Name: string;
  Hard: number;
  Soft: number;
}
export interface CredentialSpec {
  Config: string;
  File: string;
  Registry: string;
}
export interface Privileges {
  CredentialSpec: CredentialSpec | null;
  SELinuxContext: Record<string, unknown> | null;
  Seccomp?: Record<string, unknown> | null;
  AppArmor?: Record<string, unknown> | null;
  NoNewPrivileges?: boolean;
}
export interface DNSConfig {
  Nameservers?: string[];
  Search?: string[];
  Options?: string[];
}
/** What a task runs. Field order is the Engine's. Durations in nanoseconds. */
export interface ContainerSpec {
  Image?: string;
  Labels?: StringMap;
  Command?: string[];
  Args?: string[];
  Hostname?: string;
  Env?: string[];
  Dir?: string;
  User?: string;
  Groups?: string[];
  Privileges?: Privileges;
  Init?: boolean;
  StopSignal?: string;
  TTY?: boolean;
  OpenStdin?: boolean;
  ReadOnly?: boolean;
  Mounts?: Mount[];
  StopGracePeriod?: number;
  Healthcheck?: HealthConfig;
  Hosts?: string[];
  DNSConfig?: DNSConfig;
  Secrets?: SecretReference[];
  Configs?: ConfigReference[];
  Isolation?: string;
  Sysctls?: StringMap;
  CapabilityAdd?: string[];
  CapabilityDrop?: string[];
  Ulimits?: Ulimit[];
  OomScoreAdj?: number;
}
export interface GenericResource {
  NamedResourceSpec?: { Kind?: string; Value?: string };
  DiscreteResourceSpec?: { Kind?: string; Value?: number };
}
export interface Limit {
  NanoCPUs?: number;
  MemoryBytes?: number;
  Pids?: number;
}
export interface Resources {
  NanoCPUs?: number;
  MemoryBytes?: number;
  GenericResources?: GenericResource[];
}
export interface ResourceRequirements {
  Limits?: Limit;
  Reservations?: Resources;
  /** Swap that containers may use, in bytes; since API 1.52. */
  SwapBytes?: number;
  /** Readiness of the kernel to swap, 0 to 100, -1 for its default; since API 1.52. */
  MemorySwappiness?: number;
}
export interface RestartPolicy {
  Condition?: string;
  Delay?: number;
  MaxAttempts?: number;
  Window?: number;
}
export interface PlacementPreference {
  Spread?: { SpreadDescriptor: string };
}
export interface Platform {
  Architecture?: string;
  OS?: string;
}
export interface Placement {
  Constraints?: string[];
  Preferences?: PlacementPreference[];
  MaxReplicas?: number;
  Platforms?: Platform[];
}
/** A network that a service joins: Target is a network ID once stored. */
export interface NetworkAttachmentConfig {
  Target?: string;
  Aliases?: string[];
  DriverOpts?: StringMap;
}
export interface TaskSpec {
  ContainerSpec?: ContainerSpec;
  PluginSpec?: Record<string, unknown>;
  NetworkAttachmentSpec?: { ContainerID: string };
  Resources?: ResourceRequirements;
  RestartPolicy?: RestartPolicy;
  Placement?: Placement;
  Networks?: NetworkAttachmentConfig[];
  LogDriver?: Driver;
  ForceUpdate: number;
  Runtime?: string;
}
export interface ServiceMode {
  Replicated?: { Replicas?: number };
  Global?: Record<string, never>;
  ReplicatedJob?: { MaxConcurrent?: number; TotalCompletions?: number };
  GlobalJob?: Record<string, never>;
}
/** Rolling update settings; durations in nanoseconds. */
export interface UpdateConfig {
  Parallelism: number;
  Delay?: number;
  FailureAction?: string;
  Monitor?: number;
  MaxFailureRatio: number;
  Order: string;
}
/** A published port. PublishedPort is absent when the engine is to choose. */
export interface PortConfig {
  Name?: string;
  Protocol?: string;
  TargetPort?: number;
  PublishedPort?: number;
  PublishMode?: string;
}
export interface EndpointSpec {
  Mode?: string;
  Ports?: PortConfig[];
}
/** What a user asks of a service: body of create and update. */
export interface ServiceSpec {
  Name?: string;
  Labels: StringMap | null;
  TaskTemplate: TaskSpec;
  Mode: ServiceMode;
  UpdateConfig?: UpdateConfig;
  RollbackConfig?: UpdateConfig;
  Networks?: NetworkAttachmentConfig[];
  EndpointSpec?: EndpointSpec;
}
/** A virtual IP on a network; Addr is CIDR and absent on networks without addresses of their own. */
export interface EndpointVirtualIP {
  NetworkID?: string;
  Addr?: string;
}
export interface Endpoint {
  Spec: EndpointSpec;
  Ports?: PortConfig[];
  VirtualIPs?: EndpointVirtualIP[];
}
export interface UpdateStatus {
  State?: string;
  StartedAt?: string;
  CompletedAt?: string;
  Message?: string;
}
export interface ServiceStatus {
  RunningTasks: number;
  DesiredTasks: number;
  CompletedTasks: number;
}
/** Answer of `GET /services/{id}`. */
export interface Service extends Meta {
  ID: string;
  Spec: ServiceSpec;
  PreviousSpec?: ServiceSpec | null;
  Endpoint: Endpoint;
  UpdateStatus?: UpdateStatus;
  ServiceStatus?: ServiceStatus;
  JobStatus?: { JobIteration: { Index: number }; LastExecution?: string };
}
/** Answer of create and update of a service. */
export interface ServiceCreateResponse {
  ID: string;
  Warnings: string[] | null;
}
export interface ServiceUpdateResponse {
  Warnings: string[] | null;
}
