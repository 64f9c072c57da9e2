import type { Filters, StringMap } from "./common.ts";
import type { SwarmInfo } from "./swarm.ts";

/** Answer of `GET /info`: what is simulated, in the Engine's field order; open for more. */
export interface SystemInfo {
  ID: string;
  Containers: number;
  ContainersRunning: number;
  ContainersPaused: number;
  ContainersStopped: number;
  Images: number;
  Name: string;
  NCPU: number;
  MemTotal: number;
  ServerVersion: string;
  Swarm: SwarmInfo;
  [key: string]: unknown;
}
/** Answer of `GET /version`. */
export interface SystemVersion {
  Platform: { Name: string };
  Components: { Name: string; Version: string; Details?: Record<string, string> }[];
  Version: string;
  ApiVersion: string;
  MinAPIVersion: string;
  GitCommit: string;
  GoVersion: string;
  Os: string;
  Arch: string;
  KernelVersion: string;
  BuildTime: string;
  Experimental?: boolean;
}
/** A line of `GET /events`, in the Engine's field order. `time` in seconds, `timeNano` in nanoseconds since 1970. */
export interface EventMessage {
  /** The first three are there for containers alone: the API's older names of Action, Actor.ID and the image. */
  status?: string;
  id?: string;
  from?: string;
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes: StringMap };
  scope: "local" | "swarm";
  time: number;
  timeNano: number;
}
/** Query of `GET /events`; times in nanoseconds since 1970. */
export interface EventsOptions {
  since?: bigint;
  until?: bigint;
  filters?: Filters;
}
