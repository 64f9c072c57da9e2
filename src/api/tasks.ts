import type { Driver, Meta, StringMap } from "./common.ts";
import type { GenericResource, PortConfig, TaskSpec } from "./services.ts";

/** States of a task in the order they are passed; a task never goes back. */
export const TASK_STATES = [
  "new",
  "allocated",
  "pending",
  "assigned",
  "accepted",
  "preparing",
  "ready",
  "starting",
  "running",
  "complete",
  "shutdown",
  "failed",
  "rejected",
  "remove",
  "orphaned",
] as const;
export type TaskState = (typeof TASK_STATES)[number];

export interface ContainerStatus {
  ContainerID: string;
  PID: number;
  ExitCode: number;
}
export interface TaskStatus {
  Timestamp: string;
  State: TaskState;
  Message?: string;
  Err?: string;
  ContainerStatus?: ContainerStatus;
  PortStatus: { Ports?: PortConfig[] };
}
/** A swarm network as a task carries it: a snapshot taken at allocation. */
export interface SwarmNetwork extends Meta {
  ID: string;
  Spec: {
    Name: string;
    Labels: StringMap | null;
    DriverConfiguration?: Driver;
    IPv6Enabled?: boolean;
    Internal?: boolean;
    Attachable?: boolean;
    Ingress?: boolean;
    IPAMOptions?: { Driver?: Driver; Configs?: { Subnet?: string; Range?: string; Gateway?: string }[] };
    ConfigFrom?: { Network: string };
    Scope?: string;
  };
  DriverState: Driver;
  IPAMOptions?: { Driver?: Driver; Configs?: { Subnet?: string; Range?: string; Gateway?: string }[] };
}
export interface NetworkAttachment {
  Network: SwarmNetwork;
  Addresses?: string[];
}
/** Answer of `GET /tasks/{id}`. */
export interface Task extends Meta {
  ID: string;
  Name?: string;
  Labels: StringMap | null;
  Spec: TaskSpec;
  ServiceID?: string;
  Slot?: number;
  NodeID?: string;
  Status: TaskStatus;
  DesiredState: TaskState;
  NetworksAttachments?: NetworkAttachment[];
  GenericResources?: GenericResource[];
  JobIteration?: { Index: number };
  Volumes: null;
}
