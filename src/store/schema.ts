import type * as A from "../api/index.ts";
import type { SealedData } from "../support/seal.ts";

/** Version of the state file that this program writes. A newer file is refused, an older one migrated. */
export const SCHEMA = 3;

/** The whole state: a virtual data centre of hosts, and the swarms that they form. */
export interface State {
  /** Marks the file as ours. */
  format: "dryswarm";
  schema: number;
  /** Name of the engine profile: "28.5". */
  engine: string;
  /** Random values drawn so far: with a seed, the place in its sequence. */
  drawn: number;
  /** Latest time handed out (nanoseconds since 1970, as text): times never go back and never repeat. */
  clock: string;
  hosts: Record<string, Host>;
  swarms: Record<string, Cluster>;
  /** Name of the fork that this state is; absent for the one that was there first. */
  fork?: string;
  /** What an environment file said of the data centre as a whole. */
  settings?: Settings;
}

/** Settings of a data centre. */
export interface Settings {
  /** Most tasks that all swarms together may ask for; {@link DEFAULT_MAX_TASKS} where nothing was said. */
  MaxTasks?: number;
  /** Images that no host can have: references, all tags of one without a tag. */
  MissingImages?: string[];
}

/** Most tasks that a data centre may ask for unless its settings name another number: what fits into 2 GB of memory. */
export const DEFAULT_MAX_TASKS = 1_000_000;

/** A simulated host with its own engine. */
export interface Host {
  Name: string;
  /** IPv4 address of its one interface, without prefix. */
  Address: string;
  NanoCPUs: number;
  MemoryBytes: number;
  Platform: { Architecture: string; OS: string };
  /** Labels of its engine. */
  Labels?: A.StringMap;
  /** Name or version of its engine ("26.1", "26.1.5"), where it is not the data centre's. */
  Engine?: string;
  /** Plugins that its engine has besides Docker's own. */
  Plugins?: { Type: string; Name: string }[];
  /** False while the host is stopped (failed). */
  Up: boolean;
  EngineID: string;
  /** Local networks, predefined ones and docker_gwbridge among them, by ID. */
  Networks: Record<string, LocalNetwork>;
  Containers: Record<string, StoredContainer>;
  /** Swarm networks that this host has materialised, by network ID. */
  Overlays: Record<string, MaterialisedNetwork>;
  /** Volumes by name. */
  Volumes: Record<string, { CreatedAt: string; Driver: string; Labels: A.StringMap | null; Options: A.StringMap | null }>;
  /** IDs of the images that clients pulled or named, by reference. Those of its containers it has without that. */
  Images?: Record<string, string>;
  /** Last subnet that a local network got from the pools, where the search goes on behind it. */
  SubnetCursor?: string;
  /** Pools of the swarm that it last led, where an engine keeps them. */
  KeptPools?: SubnetPools;
  /** Last firewall mark given to a service's load balancer on this host; the first is 257. */
  LBIndex: number;
  /** Membership of a swarm. */
  Swarm?: HostSwarm;
}

/** Address pools of a swarm: CIDR blocks, and the prefix length of the subnets cut from them. */
export interface SubnetPools {
  DefaultAddrPool: string[] | null;
  SubnetSize: number;
}

/** A host's membership of a swarm. */
export interface HostSwarm {
  ClusterID: string;
  NodeID: string;
  LocalNodeState: "active" | "locked";
  /** Address and port that managers are reached at, "192.168.65.2:2377". */
  AdvertiseAddr: string;
  ListenAddr: string;
  /** Address of VXLAN traffic, without a port. */
  DataPathAddr: string;
  /** Name in the overlay's gossip: 12 hex characters. */
  PeerName: string;
}

/** A network of local scope. */
export interface LocalNetwork {
  Name: string;
  Id: string;
  Created: string;
  Scope: string;
  Driver: string;
  EnableIPv4: boolean;
  EnableIPv6: boolean;
  /** As inspect shows it (a gateway chosen for a given subnet is not shown). */
  IPAM: A.IPAM;
  Internal: boolean;
  Attachable: boolean;
  Ingress: boolean;
  ConfigFrom: { Network: string };
  ConfigOnly: boolean;
  Options: A.StringMap;
  Labels: A.StringMap;
  /** The user gave the subnets: containers may ask for an address of their own. */
  UserSubnets?: boolean;
  /** The pools as they are used: CIDR subnet, address of the gateway, range for endpoints, reserved addresses. */
  Pools: LocalPool[];
}

/** An address pool of a local network. */
export interface LocalPool {
  Subnet: string;
  Gateway?: string;
  IPRange?: string;
  Reserved?: string[];
  /** The engine chose the subnet: a container may not ask for an address of it. */
  Chosen?: boolean;
}

/** A container: of a service's task (`TaskID`), or run by hand. */
export interface StoredContainer {
  Id: string;
  Name: string;
  Created: string;
  Image: string;
  Cmd: string[] | null;
  Env: string[] | null;
  Labels: A.StringMap;
  Hostname: string;
  HostConfig: A.ContainerCreateRequest["HostConfig"];
  State: "created" | "running" | "exited";
  StartedAt: string;
  FinishedAt: string;
  ExitCode: number;
  TaskID?: string;
  /** Ports of the host that it has, by container port, in the order of its bindings. */
  HostPorts?: Record<string, string[]>;
  /** What else a client said of it (`Config` of the Engine API: User, Entrypoint, ExposedPorts), for those who ask. */
  Config?: Record<string, unknown>;
  /** Why its last start failed. */
  Error?: string;
  /** Names of the volumes that it mounts. */
  Volumes?: string[];
  /** Where the volumes of a task are mounted, in the order of `Volumes`. */
  MountPoints?: { Destination: string; ReadOnly: boolean }[];
  /** Endpoints by network name, in the order of connection. */
  Endpoints: Record<string, StoredEndpoint>;
}

/** A container's endpoint on a network. Addresses are CIDR, "" where there is none (the container is not running). */
export interface StoredEndpoint {
  /** "" until the container has been on the network. */
  NetworkID: string;
  /** It has names on the network before it has been on it: it was connected while it did not run. */
  Named?: boolean;
  /** 64 hex characters, "" while the container is not running. */
  EndpointID: string;
  MacAddress: string;
  IPv4: string;
  IPv6: string;
  Gateway: string;
  IPv6Gateway: string;
  /** What the user asked for. */
  Request: A.EndpointSettingsRequest;
  /** Attachment task on an attachable overlay. */
  TaskID?: string;
}

/** A swarm network on a host that has tasks on it. */
export interface MaterialisedNetwork {
  NetworkID: string;
  /** When this host made it: `Created` of the local shape. */
  Created: string;
  /** Its subnets: they are taken on this host, too. */
  Subnets?: string[];
  /** The routing mesh: stays as long as the host is in the swarm. */
  Ingress?: boolean;
  /** Containers on it have no way out. */
  Internal?: boolean;
  /** Endpoint of the node's load balancer. */
  LBEndpointID: string;
  /** The load balancer's endpoint was taken off the network by force. */
  LBRemoved?: boolean;
  /** Firewall marks of the services on it, by service ID ("" for plain containers). */
  LBIndexes: Record<string, number>;
}

/** A swarm: what its managers share. */
export interface Cluster {
  ID: string;
  Version: A.Version;
  CreatedAt: string;
  UpdatedAt: string;
  Spec: A.SwarmSpec;
  JoinTokens: { Worker: string; Manager: string };
  /** Key that unlocks a restarted manager; "" unless autolocked. */
  UnlockKey: string;
  CA: { Certificate: string; Key: string; Subject: string; PublicKey: string };
  DefaultAddrPool: string[] | null;
  SubnetSize: number;
  /** Pools that networks take their subnets from since the swarm was forced anew; what it was made with is shown all the same. */
  ForcedPools?: SubnetPools;
  DataPathPort: number;
  /** Raft index: grows with every write. */
  Index: number;
  Nodes: Record<string, StoredNode>;
  Networks: Record<string, StoredNetwork>;
  Services: Record<string, A.Service>;
  Tasks: Record<string, StoredTask>;
  Secrets: Record<string, StoredSecret>;
  Configs: Record<string, A.Config>;
  /** Where the allocator's moving cursors stand. */
  Cursors: {
    /** Next VXLAN id to try. */
    VXLAN: number;
    /** Next dynamic port to try, by protocol. */
    Ports: Record<string, number>;
    /** Last address handed out in turn, by subnet. */
    Addresses: Record<string, string>;
    /** Last subnet that came from the pools, where the search goes on behind it. */
    Subnet?: string;
  };
  /** What it was imported from, where it is like a real swarm: where its cursors stand was worked out then. */
  Origin?: A.Origin;
}

/** A secret without its data, which an engine never gives back: size and digest are kept of it. */
export interface StoredSecret extends A.Secret {
  Sealed?: SealedData;
}

/** A node, with the addresses of its load balancers by network ID (CIDR). */
export interface StoredNode extends A.Node {
  LoadBalancers: Record<string, string>;
  /** Host it runs on. */
  Host: string;
  /** Whether its specification was sent by a client: the engine forgets then that it was accepted, as the filter `membership` shows. */
  Respecified?: boolean;
}

/** A swarm network. IPAM and DriverState are absent until it is allocated. */
export interface StoredNetwork extends A.Meta {
  ID: string;
  Spec: A.SwarmNetwork["Spec"];
  /** Attachable etc. are in Spec; what the user asked of IPAM is in Spec.IPAMOptions. */
  DriverState?: A.Driver;
  IPAMOptions?: { Driver?: A.Driver; Configs?: { Subnet?: string; Range?: string; Gateway?: string }[] };
  /** Hidden from listings: the swarm's own view of "bridge" and "host". */
  Predefined?: boolean;
  /** Imported without what it asked for, and never allocated there: it is not allocated here either. */
  Unexplained?: boolean;
}

/** A task; networks it is on are kept by ID, the snapshot of the API is made on the way out. */
export interface StoredTask extends A.Task {
  /** The endpoint that the service asked for when the task was made: another one makes the task outdated. */
  Endpoint?: A.EndpointSpec;
  /** The service's name when the task was made; "service.slot" once annotated. */
  ServiceName?: string;
  /** ID of the container on its node. */
  ContainerID?: string;
  /** The scheduler found no node for it after its service had changed, and looks for none any more. */
  PassedOver?: boolean;
}
