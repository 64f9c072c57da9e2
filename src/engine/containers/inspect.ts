import type { ContainerInspect, EndpointSettings } from "../../api/index.ts";
import type { StoredContainer, StoredEndpoint } from "../../store/schema.ts";
import { imageId } from "../../values/image-id.ts";

/** Command of the images that a dry run knows nothing about. */
export const DEFAULT_COMMAND = ["/docker-entrypoint.sh"];

const split = (cidr: string): [string, number] => {
  const [address = "", prefix = "0"] = cidr.split("/");
  return [address, Number(prefix)];
};

function dnsNames(container: StoredContainer, network: string, endpoint: StoredEndpoint): string[] | null {
  if (["bridge", "host", "none"].includes(network) || (endpoint.NetworkID === "" && !endpoint.Named)) return null;
  return [container.Name, ...(endpoint.Request.Aliases ?? []), container.Id.slice(0, 12)].filter((name, at, all) => all.indexOf(name) === at);
}

/** A container's endpoint as the API shows it. */
export function endpointSettings(container: StoredContainer, network: string, endpoint: StoredEndpoint): EndpointSettings {
  const [IPAddress, IPPrefixLen] = split(endpoint.IPv4);
  const [GlobalIPv6Address, GlobalIPv6PrefixLen] = split(endpoint.IPv6);
  const request = endpoint.Request;
  return {
    // The swarm chose the address of an attachment, and it shows as one that was asked for.
    IPAMConfig: container.TaskID || (endpoint.TaskID && IPAddress) ? { ...(IPAddress && { IPv4Address: IPAddress }) } : (request.IPAMConfig ?? null),
    Links: request.Links ?? null,
    Aliases: request.Aliases ?? null,
    MacAddress: endpoint.MacAddress,
    DriverOpts: request.DriverOpts ?? null,
    GwPriority: request.GwPriority ?? 0,
    NetworkID: endpoint.NetworkID,
    EndpointID: endpoint.EndpointID,
    Gateway: endpoint.Gateway,
    IPAddress,
    IPPrefixLen,
    IPv6Gateway: endpoint.IPv6Gateway,
    GlobalIPv6Address,
    GlobalIPv6PrefixLen,
    DNSNames: dnsNames(container, network, endpoint),
  };
}

/** Where a container is, by network name. */
export function networksOf(container: StoredContainer): Record<string, EndpointSettings> {
  const entries = Object.entries(container.Endpoints).map(([name, endpoint]) => [name, endpointSettings(container, name, endpoint)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The ports that a running container publishes, with where they are on the host. */
export function ports(container: StoredContainer): Record<string, { HostIp: string; HostPort: string }[]> {
  const endpoints = Object.values(container.Endpoints);
  // One that is on overlays alone shows none of its ports.
  if (container.State !== "running" || (endpoints.length > 0 && endpoints.every(({ TaskID }) => TaskID !== undefined))) return {};
  return Object.fromEntries(
    Object.entries(container.HostConfig.PortBindings ?? {}).map(([port, bindings]) => [
      port,
      (bindings ?? []).flatMap(({ HostIp, HostPort: requested }, at) => {
        const HostPort = container.HostPorts?.[port]?.[at] ?? requested;
        return HostIp
          ? [{ HostIp, HostPort }]
          : [
              { HostIp: "0.0.0.0", HostPort },
              { HostIp: "::", HostPort },
            ];
      }),
    ]),
  );
}

/** `HostConfig` of a container of whom a client said nothing, in the Engine's order. */
const HOST_CONFIG = {
  Binds: null,
  ContainerIDFile: "",
  LogConfig: { Type: "json-file", Config: {} },
  NetworkMode: "",
  PortBindings: {},
  RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
  AutoRemove: false,
  VolumeDriver: "",
  VolumesFrom: null,
  ConsoleSize: [0, 0],
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: "private",
  Dns: null,
  DnsOptions: null,
  DnsSearch: null,
  ExtraHosts: null,
  GroupAdd: null,
  IpcMode: "private",
  Cgroup: "",
  Links: null,
  OomScoreAdj: 0,
  PidMode: "",
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  UTSMode: "",
  UsernsMode: "",
  ShmSize: 67_108_864,
  Runtime: "runc",
  Isolation: "",
  CpuShares: 0,
  Memory: 0,
  NanoCpus: 0,
  CgroupParent: "",
  BlkioWeight: 0,
  BlkioWeightDevice: null,
  BlkioDeviceReadBps: null,
  BlkioDeviceWriteBps: null,
  BlkioDeviceReadIOps: null,
  BlkioDeviceWriteIOps: null,
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: "",
  CpusetMems: "",
  Devices: null,
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: false,
  PidsLimit: null,
  Ulimits: null,
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
};
const PATHS = {
  MaskedPaths: "asound acpi interrupts kcore keys latency_stats timer_list timer_stats sched_debug scsi"
    .split(" ")
    .map((name) => `/proc/${name}`)
    .concat("/sys/firmware", "/sys/devices/virtual/powercap"),
  ReadonlyPaths: "bus fs irq sys sysrq-trigger".split(" ").map((name) => `/proc/${name}`),
};

/** Where an engine keeps the files of a container, once it has been started. */
function filesOf({ Id, StartedAt }: StoredContainer): Record<string, string> {
  const folder = StartedAt.startsWith("0001") ? undefined : `/var/lib/docker/containers/${Id}`;
  const at = (file: string): string => (folder ? `${folder}/${file}` : "");
  return { ResolvConfPath: at("resolv.conf"), HostnamePath: at("hostname"), HostsPath: at("hosts"), LogPath: at(`${Id}-json.log`) };
}

/** `Config` of a container: what a client said of it among all the keys that an engine has. */
function configOf(container: StoredContainer): ContainerInspect["Config"] {
  const { Config = {}, Hostname, Env, Cmd, Image, Labels } = container;
  const { ExposedPorts, MacAddress: _mac, StopSignal, StopTimeout, Healthcheck, NetworkDisabled, Shell, ArgsEscaped, ...said } = Config;
  const published = Object.keys(container.HostConfig.PortBindings ?? {});
  const exposed = { ...(ExposedPorts as object | undefined), ...Object.fromEntries(published.map((port) => [port, {}])) };
  return {
    Hostname,
    Domainname: "",
    User: "",
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    ...(Object.keys(exposed).length > 0 && { ExposedPorts: exposed }),
    Tty: false,
    OpenStdin: false,
    StdinOnce: false,
    Env: Env ?? [],
    Cmd,
    ...(Healthcheck ? { Healthcheck } : {}),
    ...(ArgsEscaped ? { ArgsEscaped } : {}),
    Image,
    Volumes: null,
    WorkingDir: "",
    Entrypoint: null,
    ...(NetworkDisabled ? { NetworkDisabled } : {}),
    OnBuild: null,
    Labels,
    ...(StopSignal ? { StopSignal } : {}),
    ...(StopTimeout ? { StopTimeout } : {}),
    ...(Shell ? { Shell } : {}),
    ...said,
  };
}

/** Folders of a container's layers on an engine with the overlay2 driver. */
function layersOf(ID: string): Record<string, string> {
  const folder = `/var/lib/docker/overlay2/${ID}`;
  return { ID, LowerDir: `${folder}-init/diff`, MergedDir: `${folder}/merged`, UpperDir: `${folder}/diff`, WorkDir: `${folder}/work` };
}

/** The health of a container that has a check: nothing is checked, so one that runs is healthy. */
function healthOf({ Config, State }: StoredContainer): Pick<ContainerInspect["State"], "Health"> {
  const [kind = "NONE"] = (Config?.Healthcheck as { Test?: string[] } | undefined)?.Test ?? [];
  return kind === "NONE" ? {} : { Health: { Status: State === "running" ? "healthy" : "unhealthy", FailingStreak: 0, Log: [] } };
}

/** The volumes of a container as the API shows them. */
function mountPoints({ Volumes = [], MountPoints = [] }: StoredContainer): ContainerInspect["Mounts"] {
  return MountPoints.map(({ Destination, ReadOnly }, at) => ({
    Type: "volume",
    Name: Volumes[at] ?? "",
    Source: `/var/lib/docker/volumes/${Volumes[at]}/_data`,
    Destination,
    Driver: "local",
    Mode: "z",
    RW: !ReadOnly,
    Propagation: "",
  }));
}

/** Answer of `GET /containers/{id}/json`. */
export function inspectContainer(container: StoredContainer): ContainerInspect {
  const bridge = container.Endpoints.bridge;
  const legacy = bridge ? endpointSettings(container, "bridge", bridge) : undefined;
  const running = container.State === "running";
  const entrypoint = (container.Config?.Entrypoint as string[] | undefined) ?? [];
  const command = [...entrypoint, ...(container.Cmd ?? (entrypoint.length > 0 ? [] : DEFAULT_COMMAND))];
  const { NetworkMode, ...said } = container.HostConfig;
  return {
    Id: container.Id,
    Created: container.Created,
    Path: command[0] ?? "",
    Args: command.slice(1),
    State: {
      Status: container.State,
      Running: running,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: running ? 1000 + (Number.parseInt(container.Id.slice(0, 4), 16) % 30_000) : 0,
      ExitCode: container.ExitCode,
      Error: container.Error ?? "",
      StartedAt: container.StartedAt,
      FinishedAt: container.FinishedAt,
      ...healthOf(container),
    },
    Image: imageId(container.Image),
    ...filesOf(container),
    Name: `/${container.Name}`,
    RestartCount: 0,
    Driver: "overlay2",
    Platform: "linux",
    MountLabel: "",
    ProcessLabel: "",
    AppArmorProfile: "",
    ExecIDs: null,
    HostConfig: { ...HOST_CONFIG, ...said, NetworkMode, ...PATHS },
    GraphDriver: { Data: layersOf(container.Id), Name: "overlay2" },
    Mounts: mountPoints(container),
    Config: configOf(container),
    NetworkSettings: {
      Bridge: "",
      SandboxID: running ? container.Id.split("").reverse().join("") : "",
      SandboxKey: running ? `/var/run/docker/netns/${container.Id.slice(-12)}` : "",
      Ports: ports(container),
      HairpinMode: false,
      LinkLocalIPv6Address: "",
      LinkLocalIPv6PrefixLen: 0,
      SecondaryIPAddresses: null,
      SecondaryIPv6Addresses: null,
      EndpointID: legacy?.EndpointID ?? "",
      Gateway: legacy?.Gateway ?? "",
      GlobalIPv6Address: legacy?.GlobalIPv6Address ?? "",
      GlobalIPv6PrefixLen: legacy?.GlobalIPv6PrefixLen ?? 0,
      IPAddress: legacy?.IPAddress ?? "",
      IPPrefixLen: legacy?.IPPrefixLen ?? 0,
      IPv6Gateway: legacy?.IPv6Gateway ?? "",
      MacAddress: legacy?.MacAddress ?? "",
      Networks: networksOf(container),
    },
  };
}
