/** The Go types of `docker info` and `docker version`. */
import { any, type FieldTuple, flag, int, int64, labels, ptr, slice, struct, text, texts } from "./define.ts";
import { swarmInfoType } from "./swarm.ts";

const plain =
  "ID Driver KernelVersion OperatingSystem OSVersion OSType Architecture IndexServerAddress Name ServerVersion DockerRootDir LoggingDriver CgroupDriver CgroupVersion DefaultRuntime Isolation InitBinary SystemTime HttpProxy HttpsProxy NoProxy".split(
    " ",
  );
const counts = "Containers ContainersRunning ContainersPaused ContainersStopped Images NFd NGoroutines NEventsListener NCPU".split(" ");
const flags =
  "MemoryLimit SwapLimit CpuCfsPeriod CpuCfsQuota CPUShares CPUSet PidsLimit IPv4Forwarding Debug OomKillDisable ExperimentalBuild LiveRestoreEnabled".split(
    " ",
  );
const open = "DriverStatus Plugins RegistryConfig GenericResources Runtimes ContainerdCommit RuncCommit InitCommit ClientInfo".split(" ");

/** system.Info with what the client adds; the swarm part is typed to the last field. */
export const systemInfoType = struct(
  "system.dockerInfo",
  ...plain.map((name) => [name, text] as const),
  ...counts.map((name) => [name, int] as const),
  ["MemTotal", int64],
  ...flags.map((name) => [name, flag] as const),
  ["Labels", texts],
  ["SecurityOptions", texts],
  ["CDISpecDirs", texts],
  ["Warnings", texts],
  ["Swarm", swarmInfoType],
  ...open.map((name) => [name, any] as const),
);

const platform = struct("struct { Name string }", ["Name", text]);
const api: FieldTuple = ["APIVersion=ApiVersion", text];
const client = struct(
  "system.clientVersion",
  ["Platform?", ptr(platform)],
  ["Version?", text],
  api,
  ["DefaultAPIVersion?", text],
  ["GitCommit", text],
  ["GoVersion", text],
  ["Os", text],
  ["Arch", text],
  ["BuildTime", text],
  ["Context", text],
);
const SERVER: Readonly<Record<string, FieldTuple>> = {
  Platform: ["Platform?", platform],
  Components: ["Components?", slice(struct("types.ComponentVersion", ["Name", text], ["Version", text], ["Details?", labels]))],
  Version: ["Version", text],
  APIVersion: api,
  MinAPIVersion: ["MinAPIVersion?", text],
  GitCommit: ["GitCommit", text],
  GoVersion: ["GoVersion", text],
  Os: ["Os", text],
  Arch: ["Arch", text],
  KernelVersion: ["KernelVersion?", text],
  Experimental: ["Experimental?", flag],
  BuildTime: ["BuildTime", text],
};
const version = (order: string) =>
  struct("system.versionInfo", ["Client?", client], ["Server?", ptr(struct("types.Version", ...order.split(" ").map((name) => SERVER[name] as FieldTuple)))]);

/** system.versionInfo: what `docker version --format` sees, until 28.5. */
export const versionType = version("Platform Components Version APIVersion MinAPIVersion GitCommit GoVersion Os Arch KernelVersion Experimental BuildTime");
/** The same since 29. */
export const versionType29 = version("Platform Version APIVersion MinAPIVersion Os Arch Components GitCommit GoVersion KernelVersion Experimental BuildTime");
