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
