import type { SystemInfo, SystemVersion } from "../api/index.ts";
import type { Host, State } from "../store/schema.ts";
import type { EngineProfile } from "./profiles/index.ts";
import { swarmInfo } from "./swarm/inspect.ts";

/** Answer of `GET /info` for a host: counts and swarm are simulated, the rest is what such an engine says of itself. */
export function systemInfo(state: State, host: Host, version: string, now: string): SystemInfo {
  const containers = Object.values(host.Containers);
  const running = containers.filter((container) => container.State === "running").length;
  return {
    ID: host.EngineID,
    Containers: containers.length,
    ContainersRunning: running,
    ContainersPaused: 0,
    ContainersStopped: containers.length - running,
    Images: new Set(containers.map((container) => container.Image)).size,
    Driver: "overlay2",
    DriverStatus: [
      ["Backing Filesystem", "extfs"],
      ["Supports d_type", "true"],
      ["Using metacopy", "false"],
      ["Native Overlay Diff", "true"],
      ["userxattr", "false"],
    ],
    Plugins: {
      Volume: ["local"],
      Network: ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
      Authorization: null,
      Log: ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "splunk", "syslog"],
    },
    MemoryLimit: true,
    SwapLimit: true,
    KernelMemoryTCP: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 30,
    OomKillDisable: false,
    NGoroutines: 60,
    SystemTime: now,
    LoggingDriver: "json-file",
    CgroupDriver: "systemd",
    CgroupVersion: "2",
    NEventsListener: 0,
    KernelVersion: "6.1.0",
    OperatingSystem: "Debian GNU/Linux 12 (bookworm)",
    OSVersion: "12",
    OSType: host.Platform.OS,
    Architecture: host.Platform.Architecture,
    IndexServerAddress: "https://index.docker.io/v1/",
    RegistryConfig: {
      InsecureRegistryCIDRs: ["::1/128", "127.0.0.0/8"],
      IndexConfigs: { "docker.io": { Mirrors: [], Name: "docker.io", Official: true, Secure: true } },
      Mirrors: null,
    },
    NCPU: Math.floor(Number(host.NanoCPUs) / 1e9),
    MemTotal: host.MemoryBytes,
    GenericResources: null,
    DockerRootDir: "/var/lib/docker",
    HttpProxy: "",
    HttpsProxy: "",
    NoProxy: "",
    Name: host.Name,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: version,
    Runtimes: { "io.containerd.runc.v2": { path: "runc" }, runc: { path: "runc" } },
    DefaultRuntime: "runc",
    Swarm: swarmInfo(state, host),
    LiveRestoreEnabled: false,
    Isolation: "",
    InitBinary: "docker-init",
    ContainerdCommit: { ID: "" },
    RuncCommit: { ID: "" },
    InitCommit: { ID: "" },
    SecurityOptions: ["name=seccomp,profile=builtin", "name=cgroupns"],
    FirewallBackend: { Driver: "iptables" },
    CDISpecDirs: ["/etc/cdi", "/var/run/cdi"],
    Containerd: { Address: "/run/containerd/containerd.sock", Namespaces: { Containers: "moby", Plugins: "plugins.moby" } },
    Warnings: null,
  };
}

/** Text in place of the commit that an engine was built from. */
const COMMIT = "dryswarm";
/** Answer of `GET /version`. */
export function systemVersion(host: Host, { version, api, go: GoVersion }: EngineProfile): SystemVersion {
  const [ApiVersion, MinAPIVersion] = [`1.${api.max}`, `1.${api.min}`];
  return {
    Platform: { Name: "dryswarm: a simulated engine" },
    Components: [
      {
        Name: "Engine",
        Version: version,
        Details: {
          ApiVersion,
          Arch: "amd64",
          BuildTime: "",
          Experimental: "false",
          GitCommit: COMMIT,
          GoVersion,
          KernelVersion: "",
          MinAPIVersion,
          Os: host.Platform.OS,
        },
      },
      { Name: "containerd", Version: "2.1.9", Details: { GitCommit: "" } },
      { Name: "runc", Version: "1.1.5", Details: { GitCommit: "" } },
      { Name: "docker-init", Version: "0.19.0", Details: { GitCommit: "" } },
    ],
    Version: version,
    ApiVersion,
    MinAPIVersion,
    GitCommit: COMMIT,
    GoVersion,
    Os: host.Platform.OS,
    Arch: "amd64",
    KernelVersion: "",
    BuildTime: "",
  };
}
