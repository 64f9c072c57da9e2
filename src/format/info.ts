import { failure, type SystemInfo } from "../api/index.ts";
import { marshal } from "./gojson.ts";
import type { GoType } from "./gotype.ts";
import { executeTemplate, parseTemplate, TemplateError } from "./template/index.ts";
import { bytesSize } from "./units.ts";

/** `--format` of `docker info` and `docker version`: one object. Throws "template-error-inspect" for a bad template, "template-error" for one that fails. */
export function executeInfo(format: string, type: GoType, value: unknown): string {
  if (format === "json") return `${marshal(value)}\n`;
  try {
    return `${executeTemplate(parseTemplate(format), { type, value })}\n`;
  } catch (error) {
    if (error instanceof TemplateError) throw failure("template-error-inspect", { cause: error.message });
    throw error;
  }
}

function swarmLines({ Swarm: swarm }: SystemInfo): string[] {
  const lines = [` Swarm: ${swarm.LocalNodeState}`];
  if (swarm.LocalNodeState === "inactive" || swarm.LocalNodeState === "locked") return lines;
  lines.push(`  NodeID: ${swarm.NodeID}`, `  Is Manager: ${swarm.ControlAvailable}`);
  const cluster = swarm.Cluster;
  if (cluster && swarm.ControlAvailable) {
    const { Spec: spec } = cluster;
    const pool = cluster.DefaultAddrPool ?? ["10.0.0.0/8"];
    lines.push(
      `  ClusterID: ${cluster.ID}`,
      `  Managers: ${swarm.Managers ?? 0}`,
      `  Nodes: ${swarm.Nodes ?? 0}`,
      `  Default Address Pool: ${pool.join("  ")}  `,
      `  SubnetSize: ${cluster.SubnetSize}`,
      `  Data Path Port: ${cluster.DataPathPort}`,
      "  Orchestration:",
      `   Task History Retention Limit: ${spec.Orchestration.TaskHistoryRetentionLimit ?? 0}`,
      "  Raft:",
      `   Snapshot Interval: ${spec.Raft.SnapshotInterval ?? 0}`,
      ...(spec.Raft.KeepOldSnapshots === undefined ? [] : [`   Number of Old Snapshots to Retain: ${spec.Raft.KeepOldSnapshots}`]),
      `   Heartbeat Tick: ${spec.Raft.HeartbeatTick}`,
      `   Election Tick: ${spec.Raft.ElectionTick}`,
      "  Dispatcher:",
      `   Heartbeat Period: ${humanPeriod(spec.Dispatcher.HeartbeatPeriod ?? 0)}`,
      "  CA Configuration:",
      `   Expiry Duration: ${humanPeriod(spec.CAConfig.NodeCertExpiry ?? 0)}`,
      `   Force Rotate: ${spec.CAConfig.ForceRotate ?? 0}`,
      `  Autolock Managers: ${spec.EncryptionConfig.AutoLockManagers}`,
      `  Root Rotation In Progress: ${cluster.RootRotationInProgress}`,
    );
  }
  const managers = (swarm.RemoteManagers ?? []).map((manager) => manager.Addr).sort();
  return [
    ...lines,
    `  Node Address: ${swarm.NodeAddr}`,
    ...(managers.length > 0 ? ["  Manager Addresses:", ...managers.map((address) => `   ${address}`)] : []),
  ];
}

function humanPeriod(ns: number): string {
  const seconds = Math.trunc(ns / 1e9);
  if (seconds < 60) return `${seconds} seconds`;
  const hours = Math.trunc(seconds / 3600 + 0.5);
  if (seconds < 3600) return `${Math.trunc(seconds / 60)} minutes`;
  if (hours < 48) return `${hours} hours`;
  const days = Math.trunc(hours / 24);
  return hours < 336 ? `${days} days` : hours < 1440 ? `${Math.trunc(days / 7)} weeks` : `${Math.trunc(days / 30)} months`;
}

/** The plain text of `docker info`. */
export function infoText(info: SystemInfo): string {
  const word = (key: string): string => String(info[key] ?? "");
  return `${[
    "Client:",
    ` Version:    ${info.ServerVersion}`,
    " Context:    default",
    " Debug Mode: false",
    "",
    "Server:",
    ` Containers: ${info.Containers}`,
    `  Running: ${info.ContainersRunning}`,
    `  Paused: ${info.ContainersPaused}`,
    `  Stopped: ${info.ContainersStopped}`,
    ` Images: ${info.Images}`,
    ` Server Version: ${info.ServerVersion}`,
    ` Storage Driver: ${word("Driver")}`,
    ...((info.DriverStatus as [string, string][] | undefined) ?? []).map(([name, value]) => `  ${name}: ${value}`),
    ` Logging Driver: ${word("LoggingDriver")}`,
    ` Cgroup Driver: ${word("CgroupDriver")}`,
    ` Cgroup Version: ${word("CgroupVersion")}`,
    " Plugins:",
    "  Volume: local",
    "  Network: bridge host ipvlan macvlan null overlay",
    "  Log: awslogs fluentd gcplogs gelf journald json-file local splunk syslog",
    ...swarmLines(info),
    ` Kernel Version: ${word("KernelVersion")}`,
    ` Operating System: ${word("OperatingSystem")}`,
    ` OSType: ${word("OSType")}`,
    ` Architecture: ${word("Architecture")}`,
    ` CPUs: ${info.NCPU}`,
    ` Total Memory: ${bytesSize(info.MemTotal)}`,
    ` Name: ${info.Name}`,
    ` ID: ${info.ID}`,
    ` Docker Root Dir: ${word("DockerRootDir")}`,
    " Debug Mode: false",
    " Experimental: false",
    " Insecure Registries:",
    "  ::1/128",
    "  127.0.0.0/8",
    " Live Restore Enabled: false",
    "",
  ].join("\n")}\n`;
}
