import type { StringMap } from "./common.ts";
import type { EndpointSettingsRequest } from "./networks.ts";

/** A container's place on one network (`NetworkSettings.Networks[name]`). */
export interface EndpointSettings {
  IPAMConfig: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  MacAddress: string;
  DriverOpts: StringMap | null;
  GwPriority: number;
  NetworkID: string;
  EndpointID: string;
  Gateway: string;
  IPAddress: string;
  IPPrefixLen: number;
  IPv6Gateway: string;
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  DNSNames: string[] | null;
}
/** The part of `POST /containers/create` that a network dry run honours. */
export interface ContainerCreateRequest {
  Image: string;
  Cmd?: string[] | null;
  Env?: string[] | null;
  Labels?: StringMap;
  Hostname?: string;
  /** Keys of `HostConfig` beside these have no effect, but are shown again. */
  HostConfig: { NetworkMode: string; PortBindings?: Record<string, { HostIp: string; HostPort: string }[]>; AutoRemove?: boolean; [key: string]: unknown };
  /** Keys of `Config` that have no effect on a dry run, but are shown again (User, ExposedPorts); its Entrypoint decides when it ends. */
  Config?: Record<string, unknown>;
  /** Address of the container on its first network, as clients before API 1.44 ask for it. */
  MacAddress?: string;
  NetworkingConfig: { EndpointsConfig: Record<string, EndpointSettingsRequest> };
}
/** A row of `GET /containers/json`. Created is in seconds since 1970. */
export interface ContainerSummary {
  Id: string;
  Names: string[];
  Image: string;
  ImageID: string;
  Command: string;
  Created: number;
  Ports: { IP?: string; PrivatePort: number; PublicPort?: number; Type: string }[];
  Labels: StringMap;
  State: string;
  Status: string;
  HostConfig: { NetworkMode: string };
  NetworkSettings: { Networks: Record<string, EndpointSettings> };
  /** Volumes that it mounts. */
  Mounts: { Type: string; Name: string; Source: string; Destination: string; Driver: string; Mode: string; RW: boolean; Propagation: string }[];
}
/** Answer of `GET /containers/{id}/json`: the part of it that is simulated, open for more. */
export interface ContainerInspect {
  Id: string;
  Created: string;
  Path: string;
  Args: string[];
  State: {
    Status: string;
    Running: boolean;
    Paused: boolean;
    Restarting: boolean;
    OOMKilled: boolean;
    Dead: boolean;
    Pid: number;
    ExitCode: number;
    Error: string;
    StartedAt: string;
    FinishedAt: string;
    /** Of a container that has a health check. */
    Health?: { Status: string; FailingStreak: number; Log: unknown[] };
  };
  Image: string;
  Name: string;
  HostConfig: Record<string, unknown> & { NetworkMode: string };
  Config: Record<string, unknown> & { Hostname: string; Image: string; Cmd: string[] | null; Labels: StringMap };
  NetworkSettings: Record<string, unknown> & { Networks: Record<string, EndpointSettings> };
  [key: string]: unknown;
}
/** Answer of `POST /containers/prune`; null when nothing went. SpaceReclaimed in bytes. */
export interface ContainerPruneReport {
  ContainersDeleted: string[] | null;
  SpaceReclaimed: number;
}
