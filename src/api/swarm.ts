import type { Meta, StringMap } from "./common.ts";
import type { GenericResource, Platform } from "./services.ts";

export interface ExternalCA {
  Protocol?: string;
  URL: string;
  Options?: StringMap;
  CACert: string;
}
export interface CAConfig {
  NodeCertExpiry?: number;
  ExternalCAs?: ExternalCA[];
  SigningCACert?: string;
  SigningCAKey?: string;
  ForceRotate?: number;
}
/** What can be set on a swarm; durations in nanoseconds. */
export interface SwarmSpec {
  Name: string;
  Labels: StringMap | null;
  Orchestration: { TaskHistoryRetentionLimit?: number };
  Raft: { SnapshotInterval?: number; KeepOldSnapshots?: number; LogEntriesForSlowFollowers?: number; ElectionTick: number; HeartbeatTick: number };
  Dispatcher: { HeartbeatPeriod?: number };
  CAConfig: CAConfig;
  TaskDefaults: Record<string, unknown>;
  EncryptionConfig: { AutoLockManagers: boolean };
}
export interface TLSInfo {
  TrustRoot?: string;
  CertIssuerSubject?: string;
  CertIssuerPublicKey?: string;
}
/** The swarm as `docker info` shows it. */
export interface ClusterInfo extends Meta {
  ID: string;
  Spec: SwarmSpec;
  TLSInfo: TLSInfo;
  RootRotationInProgress: boolean;
  DefaultAddrPool: string[] | null;
  SubnetSize: number;
  DataPathPort: number;
}
/** Answer of `GET /swarm`. */
export interface Swarm extends ClusterInfo {
  JoinTokens: { Worker: string; Manager: string };
}
/** Body of `POST /swarm/init`. */
export interface SwarmInitRequest {
  ListenAddr: string;
  AdvertiseAddr: string;
  DataPathAddr: string;
  DataPathPort: number;
  ForceNewCluster: boolean;
  Spec: Partial<SwarmSpec>;
  AutoLockManagers: boolean;
  Availability: string;
  DefaultAddrPool: string[] | null;
  SubnetSize: number;
}
/** Body of `POST /swarm/join`. */
export interface SwarmJoinRequest {
  ListenAddr: string;
  AdvertiseAddr: string;
  DataPathAddr: string;
  RemoteAddrs: string[];
  JoinToken: string;
  Availability: string;
}
/** Query of `POST /swarm/update`. */
export interface SwarmUpdateFlags {
  rotateWorkerToken?: boolean;
  rotateManagerToken?: boolean;
  rotateManagerUnlockKey?: boolean;
}
export interface NodeSpec {
  Name?: string;
  Labels: StringMap;
  Role: string;
  Availability: string;
}
export interface NodeDescription {
  Hostname?: string;
  Platform: Platform;
  Resources: { NanoCPUs?: number; MemoryBytes?: number; GenericResources?: GenericResource[] };
  Engine: { EngineVersion?: string; Labels?: StringMap; Plugins?: { Type: string; Name: string }[] };
  TLSInfo: TLSInfo;
}
/** Answer of `GET /nodes/{id}`. */
export interface Node extends Meta {
  ID: string;
  Spec: NodeSpec;
  Description: NodeDescription;
  Status: { State: string; Message?: string; Addr: string };
  ManagerStatus?: { Leader?: boolean; Reachability: string; Addr: string };
}
/** The `Swarm` part of `GET /info`. */
export interface SwarmInfo {
  NodeID: string;
  NodeAddr: string;
  LocalNodeState: "inactive" | "pending" | "active" | "error" | "locked";
  ControlAvailable: boolean;
  Error: string;
  RemoteManagers: { NodeID: string; Addr: string }[] | null;
  Nodes?: number;
  Managers?: number;
  Cluster?: ClusterInfo;
}
