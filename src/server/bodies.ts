/** The Go types of the bodies that requests carry (docker's api/types, v28.5.2), as far as a dry run honours them. */
import type { GoType } from "../format/gotype.ts";
import { any, flag, int, int64, labels, map, ptr, slice, struct, text, texts, uint32, word } from "../format/types/define.ts";
import { asOf29 } from "../format/types/engine-29.ts";
import { configSpecType, nodeSpecType, secretSpecType, serviceSpecType, swarmSpecType } from "../format/types/swarm.ts";

const ipamConfig = struct("network.IPAMConfig", ["Subnet?", text], ["IPRange?", text], ["Gateway?", text], ["AuxAddress=AuxiliaryAddresses?", labels]);
const endpointIPAM = struct("network.EndpointIPAMConfig", ["IPv4Address?", text], ["IPv6Address?", text], ["LinkLocalIPs?", texts]);
/** A command: a list of words, or one. */
const words: GoType = { kind: "slice", elem: text, oneOrMore: true };
const endpoint = struct(
  "network.EndpointSettings",
  ["IPAMConfig", ptr(endpointIPAM)],
  ["Links", texts],
  ["Aliases", texts],
  ["MacAddress?", text],
  ["DriverOpts", labels],
  ["GwPriority?", int],
);

export const networkCreate = struct(
  "network.CreateRequest",
  ["Name", text],
  ["Driver?", text],
  ["Scope?", text],
  ["EnableIPv4?", ptr(flag)],
  ["EnableIPv6?", ptr(flag)],
  ["IPAM", ptr(struct("network.IPAM", ["Driver", text], ["Options", labels], ["Config", slice(ipamConfig)]))],
  ["Internal", flag],
  ["Attachable", flag],
  ["Ingress", flag],
  ["ConfigOnly", flag],
  ["ConfigFrom?", ptr(struct("network.ConfigReference", ["Network", text]))],
  ["Options", labels],
  ["Labels", labels],
);
export const networkConnect = struct("network.ConnectOptions", ["Container", text], ["EndpointConfig?", ptr(endpoint)]);
export const networkDisconnect = struct("network.DisconnectOptions", ["Container", text], ["Force", flag]);

const texting = (names: string): [string, typeof text][] => names.split(" ").map((name) => [`${name}?`, text]);
const counting = (names: string): [string, typeof int64][] => names.split(" ").map((name) => [`${name}?`, int64]);
const flagging = (names: string): [string, typeof flag][] => names.split(" ").map((name) => [`${name}?`, flag]);
const listing = (names: string): [string, typeof texts][] => names.split(" ").map((name) => [`${name}?`, texts]);

const hostConfig = struct(
  "container.HostConfig",
  ["NetworkMode", text],
  ["PortBindings?", map(slice(struct("nat.PortBinding", ["HostIP=HostIp", text], ["HostPort", text])))],
  ["LogConfig?", struct("container.LogConfig", ["Type", text], ["Config", labels])],
  ["RestartPolicy?", struct("container.RestartPolicy", ["Name", text], ["MaximumRetryCount", int])],
  ...flagging("AutoRemove Privileged PublishAllPorts ReadonlyRootfs OomKillDisable"),
  ...listing("Binds VolumesFrom CapAdd CapDrop Dns DnsOptions DnsSearch ExtraHosts GroupAdd Links SecurityOpt DeviceCgroupRules MaskedPaths ReadonlyPaths"),
  ...texting("ContainerIDFile VolumeDriver CgroupnsMode IpcMode Cgroup PidMode UTSMode UsernsMode Runtime Isolation CgroupParent CpusetCpus CpusetMems"),
  ...counting("OomScoreAdj ShmSize CpuShares Memory NanoCpus BlkioWeight CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime"),
  ...counting("MemoryReservation MemorySwap MemorySwappiness PidsLimit CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth"),
  ["Annotations?", labels],
  ["StorageOpt?", labels],
  ["Tmpfs?", labels],
  ["Sysctls?", labels],
  ["Init?", ptr(flag)],
  ["Mounts?", slice(any)],
  ["Devices?", slice(any)],
  ["DeviceRequests?", slice(any)],
  ["Ulimits?", slice(any)],
  ["ConsoleSize?", slice(int)],
);
const exposed = map(struct("struct {}"));

export const containerCreate = struct(
  "container.CreateRequest",
  ...texting("Hostname Domainname User WorkingDir MacAddress StopSignal"),
  ...flagging("AttachStdin AttachStdout AttachStderr Tty OpenStdin StdinOnce ArgsEscaped NetworkDisabled"),
  ["ExposedPorts?", exposed],
  ["Volumes?", exposed],
  ["Env?", texts],
  ["Cmd?", words],
  ["Entrypoint?", words],
  ["Shell?", words],
  ["OnBuild?", texts],
  ["StopTimeout?", ptr(int)],
  ["Healthcheck?", ptr(any)],
  ["Image", text],
  ["Labels?", labels],
  ["HostConfig", hostConfig],
  ["NetworkingConfig", struct("network.NetworkingConfig", ["EndpointsConfig", map(endpoint)])],
);

/** Body of `POST /containers/{id}/update`: limits of a container, and its restart policy. */
export const containerUpdate = struct(
  "container.UpdateConfig",
  ["RestartPolicy?", struct("container.RestartPolicy", ["Name", text], ["MaximumRetryCount", int])],
  ...texting("CgroupParent CpusetCpus CpusetMems"),
  ...flagging("OomKillDisable"),
  ...counting("CpuShares Memory NanoCpus BlkioWeight CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime"),
  ...counting("MemoryReservation MemorySwap MemorySwappiness PidsLimit CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth"),
  ["Devices?", slice(any)],
  ["Ulimits?", slice(any)],
);

/** Bodies of what makes and starts a command in a container. */
export const execCreate = {
  create: struct(
    "container.ExecOptions",
    ...texting("User DetachKeys WorkingDir"),
    ...flagging("Privileged Tty AttachStdin AttachStderr AttachStdout Detach"),
    ["Env?", texts],
    ["Cmd?", texts],
  ),
  start: struct("container.ExecStartOptions", ...flagging("Detach Tty")),
};

export const volumeCreate = struct("volume.CreateOptions", ["Name?", text], ["Driver?", text], ["DriverOpts?", labels], ["Labels?", labels]);

export const swarmInit = struct(
  "swarm.InitRequest",
  ["ListenAddr", text],
  ["AdvertiseAddr", text],
  ["DataPathAddr", text],
  ["DataPathPort", uint32],
  ["ForceNewCluster", flag],
  ["Spec", swarmSpecType],
  ["AutoLockManagers", flag],
  ["Availability", word("swarm.NodeAvailability")],
  ["DefaultAddrPool", texts],
  ["SubnetSize", uint32],
);
export const swarmJoin = struct(
  "swarm.JoinRequest",
  ["ListenAddr", text],
  ["AdvertiseAddr", text],
  ["DataPathAddr", text],
  ["RemoteAddrs", texts],
  ["JoinToken", text],
  ["Availability", word("swarm.NodeAvailability")],
);
export const swarmUnlock = struct("swarm.UnlockRequest", ["UnlockKey", text]);

/** Body of `POST /dryswarm/hosts`: what `host add`, `host apply` and `host stop` say. */
export const hostSettings = struct(
  "dryswarm.HostSettings",
  ["Name", text],
  ["Address?", text],
  ["NanoCPUs?", { kind: "int64" }],
  ["MemoryBytes?", { kind: "int64" }],
  ["Platform?", ptr(struct("swarm.Platform", ["OS", text], ["Architecture", text]))],
  ["Labels?", labels],
);
/** Body of `PUT /dryswarm/settings`. */
export const centreSettings = struct("dryswarm.Settings", ["MaxTasks?", { kind: "int64" }], ["MissingImages?", texts]);
export const hostList = slice(hostSettings);

/** Body of service requests: with the fields of the newest engine, which older ones drop. */
export const serviceSpec = asOf29(serviceSpecType);
export { configSpecType as configSpec, nodeSpecType as nodeSpec, secretSpecType as secretSpec, swarmSpecType as swarmSpec };
