/** The Go types of `docker info` and `docker version`. */
import { any, flag, int, int64, ptr, slice, struct, text, texts } from "./define.ts";
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

const side = "Version APIVersion DefaultAPIVersion GitCommit GoVersion Os Arch BuildTime KernelVersion MinAPIVersion Context".split(" ");
const fields = [
  ...side.map((name) => [name, text] as const),
  ["Experimental", flag] as const,
  ["Platform", struct("system.Platform", ["Name", text])] as const,
];

/** system.versionInfo: what `docker version --format` sees. */
export const versionType = struct(
  "system.versionInfo",
  ["Client", struct("system.clientVersion", ...fields)],
  ["Server", ptr(struct("types.Version", ...fields, ["Components", slice(any)]))],
);
