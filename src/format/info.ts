import { type DryswarmError, failure, type SystemInfo } from "../api/index.ts";
import { marshal } from "./gojson.ts";
import type { GoType } from "./gotype.ts";
import { executeTemplate, parseTemplate, TemplateError } from "./template/index.ts";
import { bytesSize, humanDuration } from "./units.ts";

/**
 * `--format` of `docker info` and `docker version`: one object; `name` is the template's own; with `jsonByType` the JSON has the fields of the type, else those of the value. Throws "template-error-inspect" for a
 * bad template. One that fails has printed what came before, and an end of line: the error comes beside the text then.
 */
export function executeInfo(
  format: string,
  type: GoType,
  value: unknown,
  { name = "", jsonByType = false }: { name?: string; jsonByType?: boolean } = {},
): { text: string; error?: DryswarmError } {
  if (format === "json") return { text: `${marshal(value, jsonByType ? type : undefined)}\n` };
  const named = (message: string): string => message.replace(/^template: :/, `template: ${name}:`).replace('executing ""', `executing "${name}"`);
  try {
    const template = parseTemplate(format);
    try {
      return { text: `${executeTemplate(template, { type, value })}\n` };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return { text: `${error.written}\n`, error: failure("template-error-bare", { cause: named(error.message) }) };
    }
  } catch (error) {
    if (error instanceof TemplateError) throw failure("template-error-inspect", { cause: named(error.message) });
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
    const externals = spec.CAConfig.ExternalCAs ?? [];
    lines.push(
      `  ClusterID: ${cluster.ID}`,
      `  Managers: ${swarm.Managers ?? 0}`,
      `  Nodes: ${swarm.Nodes ?? 0}`,
      ...(cluster.DefaultAddrPool ? [`  Default Address Pool: ${cluster.DefaultAddrPool.join("  ")}  `, `  SubnetSize: ${cluster.SubnetSize}`] : []),
      `  Data Path Port: ${cluster.DataPathPort}`,
      "  Orchestration:",
      `   Task History Retention Limit: ${spec.Orchestration.TaskHistoryRetentionLimit ?? 0}`,
      "  Raft:",
      `   Snapshot Interval: ${spec.Raft.SnapshotInterval ?? 0}`,
      ...(spec.Raft.KeepOldSnapshots === undefined ? [] : [`   Number of Old Snapshots to Retain: ${spec.Raft.KeepOldSnapshots}`]),
      `   Heartbeat Tick: ${spec.Raft.HeartbeatTick}`,
      `   Election Tick: ${spec.Raft.ElectionTick}`,
      "  Dispatcher:",
      `   Heartbeat Period: ${humanDuration((spec.Dispatcher.HeartbeatPeriod ?? 0) / 1e6)}`,
      "  CA Configuration:",
      `   Expiry Duration: ${humanDuration((spec.CAConfig.NodeCertExpiry ?? 0) / 1e6)}`,
      `   Force Rotate: ${spec.CAConfig.ForceRotate ?? 0}`,
      ...(externals.length > 0 ? ["   External CAs:", ...externals.map(({ Protocol, URL }) => `     ${Protocol}: ${URL}`)] : []),
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

/** Lines of the text about runtimes and the parts below the engine. */
function runtimeLines(info: SystemInfo): string[] {
  const { Runtimes, DefaultRuntime, InitBinary, ContainerdCommit, RuncCommit, InitCommit, SecurityOptions } = info as SystemInfo & {
    Runtimes?: Record<string, unknown>;
    ContainerdCommit?: { ID: string };
    RuncCommit?: { ID: string };
    InitCommit?: { ID: string };
    SecurityOptions?: string[];
  };
  const names = Object.keys(Runtimes ?? {});
  const options = (SecurityOptions ?? []).map((option) => option.split(",").map((pair) => pair.split("=") as [string, string]));
  return [
    ...(names.length > 0 ? [` Runtimes: ${names.join(" ")}`, ` Default Runtime: ${DefaultRuntime}`] : []),
    ` Init Binary: ${InitBinary ?? ""}`,
    ` containerd version: ${ContainerdCommit?.ID ?? ""}`,
    ` runc version: ${RuncCommit?.ID ?? ""}`,
    ` init version: ${InitCommit?.ID ?? ""}`,
    ...(options.length > 0 ? [" Security Options:"] : []),
    ...options.flatMap((pairs) => pairs.flatMap(([key, value]) => (key === "name" ? [`  ${value}`] : key === "profile" ? [`   Profile: ${value}`] : []))),
  ];
}

/** The plain text of `docker info`. */
export function infoText(info: SystemInfo): string {
  const plugins = (info.Plugins ?? {}) as Record<string, string[] | null>;
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
    ...["Volume", "Network", "Log"].map((kind) => `  ${kind}: ${(plugins[kind] ?? []).join(" ")}`),
    ...swarmLines(info),
    ...runtimeLines(info),
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
