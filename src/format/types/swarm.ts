/** The Go types of docker's api/types/swarm (v28.5.2), as far as `--format` and inspect show them. A table of types that refer to each other, hence its length. */
import { any, bytes, duration, flag, int, int64, labels, printedBy, ptr, slice, struct, text, texts, time, uint32, uint64, word } from "./define.ts";

const version = printedBy(struct("swarm.Version", ["Index?", uint64]), { string: ({ Index = 0 }) => String(Index) });
const ulimit = printedBy(struct("units.Ulimit", ["Name", text], ["Hard", int64], ["Soft", int64]), {
  onPointer: true,
  string: ({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`,
});
const meta = struct("swarm.Meta", ["Version?", version], ["CreatedAt?", time], ["UpdatedAt?", time]);
const annotations = struct("swarm.Annotations", ["Name?", text], ["Labels", labels]);
const driver = struct("swarm.Driver", ["Name?", text], ["Options?", labels]);

const fileTarget = (name: string) => struct(name, ["Name", text], ["UID", text], ["GID", text], ["Mode", { kind: "uint32", name: "fs.FileMode" }]);
const secretReference = struct("swarm.SecretReference", ["File", ptr(fileTarget("swarm.SecretReferenceFileTarget"))], ["SecretID", text], ["SecretName", text]);
const configReference = struct(
  "swarm.ConfigReference",
  ["File?", ptr(fileTarget("swarm.ConfigReferenceFileTarget"))],
  ["Runtime?", ptr(struct("swarm.ConfigReferenceRuntimeTarget"))],
  ["ConfigID", text],
  ["ConfigName", text],
);
const mount = struct(
  "mount.Mount",
  ["Type?", word("mount.Type")],
  ["Source?", text],
  ["Target?", text],
  ["ReadOnly?", flag],
  ["Consistency?", word("mount.Consistency")],
  [
    "BindOptions?",
    ptr(
      struct(
        "mount.BindOptions",
        ["Propagation?", word("mount.Propagation")],
        ["NonRecursive?", flag],
        ["CreateMountpoint?", flag],
        ["ReadOnlyNonRecursive?", flag],
        ["ReadOnlyForceRecursive?", flag],
      ),
    ),
  ],
  [
    "VolumeOptions?",
    ptr(
      struct(
        "mount.VolumeOptions",
        ["NoCopy?", flag],
        ["Labels?", labels],
        ["Subpath?", text],
        ["DriverConfig?", ptr(struct("mount.Driver", ["Name?", text], ["Options?", labels]))],
      ),
    ),
  ],
  ["ImageOptions?", ptr(struct("mount.ImageOptions", ["Subpath?", text]))],
  ["TmpfsOptions?", ptr(struct("mount.TmpfsOptions", ["SizeBytes?", int64], ["Mode?", { kind: "uint32", name: "fs.FileMode" }], ["Options?", slice(texts)]))],
  ["ClusterOptions?", ptr(struct("mount.ClusterOptions"))],
);
const health = struct(
  "v1.HealthcheckConfig",
  ["Test?", texts],
  ["Interval?", duration],
  ["Timeout?", duration],
  ["StartPeriod?", duration],
  ["StartInterval?", duration],
  ["Retries?", int],
);
const privileges = struct(
  "swarm.Privileges",
  ["CredentialSpec", ptr(struct("swarm.CredentialSpec", ["Config", text], ["File", text], ["Registry", text]))],
  ["SELinuxContext", ptr(struct("swarm.SELinuxContext", ["Disable", flag], ["User", text], ["Role", text], ["Type", text], ["Level", text]))],
  ["Seccomp?", ptr(struct("swarm.SeccompOpts", ["Mode?", word("swarm.SeccompMode")], ["Profile?", bytes]))],
  ["AppArmor?", ptr(struct("swarm.AppArmorOpts", ["Mode?", word("swarm.AppArmorMode")]))],
  ["NoNewPrivileges", flag],
);
const containerSpec = struct(
  "swarm.ContainerSpec",
  ["Image?", text],
  ["Labels?", labels],
  ["Command?", texts],
  ["Args?", texts],
  ["Hostname?", text],
  ["Env?", texts],
  ["Dir?", text],
  ["User?", text],
  ["Groups?", texts],
  ["Privileges?", ptr(privileges)],
  ["Init?", ptr(flag)],
  ["StopSignal?", text],
  ["TTY?", flag],
  ["OpenStdin?", flag],
  ["ReadOnly?", flag],
  ["Mounts?", slice(mount)],
  ["StopGracePeriod?", ptr(duration)],
  ["Healthcheck?", ptr(health)],
  ["Hosts?", texts],
  ["DNSConfig?", ptr(struct("swarm.DNSConfig", ["Nameservers?", texts], ["Search?", texts], ["Options?", texts]))],
  ["Secrets?", slice(ptr(secretReference))],
  ["Configs?", slice(ptr(configReference))],
  ["Isolation?", word("container.Isolation")],
  ["Sysctls?", labels],
  ["CapabilityAdd?", texts],
  ["CapabilityDrop?", texts],
  ["Ulimits?", slice(ptr(ulimit))],
  ["OomScoreAdj?", int64],
);
const generic = struct(
  "swarm.GenericResource",
  ["NamedResourceSpec?", ptr(struct("swarm.NamedGenericResource", ["Kind?", text], ["Value?", text]))],
  ["DiscreteResourceSpec?", ptr(struct("swarm.DiscreteGenericResource", ["Kind?", text], ["Value?", int64]))],
);
const resources = struct("swarm.Resources", ["NanoCPUs?", int64], ["MemoryBytes?", int64], ["GenericResources?", slice(generic)]);
const platform = struct("swarm.Platform", ["Architecture?", text], ["OS?", text]);
const attachmentConfig = struct("swarm.NetworkAttachmentConfig", ["Target?", text], ["Aliases?", texts], ["DriverOpts?", labels]);
const taskSpec = struct(
  "swarm.TaskSpec",
  ["ContainerSpec?", ptr(containerSpec)],
  ["PluginSpec?", ptr(any)],
  ["NetworkAttachmentSpec?", ptr(struct("swarm.NetworkAttachmentSpec", ["ContainerID", text]))],
  [
    "Resources?",
    ptr(
      struct(
        "swarm.ResourceRequirements",
        ["Limits?", ptr(struct("swarm.Limit", ["NanoCPUs?", int64], ["MemoryBytes?", int64], ["Pids?", int64]))],
        ["Reservations?", ptr(resources)],
      ),
    ),
  ],
  [
    "RestartPolicy?",
    ptr(
      struct(
        "swarm.RestartPolicy",
        ["Condition?", word("swarm.RestartPolicyCondition")],
        ["Delay?", ptr(duration)],
        ["MaxAttempts?", ptr(uint64)],
        ["Window?", ptr(duration)],
      ),
    ),
  ],
  [
    "Placement?",
    ptr(
      struct(
        "swarm.Placement",
        ["Constraints?", texts],
        ["Preferences?", slice(struct("swarm.PlacementPreference", ["Spread", ptr(struct("swarm.SpreadOver", ["SpreadDescriptor", text]))]))],
        ["MaxReplicas?", uint64],
        ["Platforms?", slice(platform)],
      ),
    ),
  ],
  ["Networks?", slice(attachmentConfig)],
  ["LogDriver?", ptr(driver)],
  ["ForceUpdate", uint64],
  ["Runtime?", word("swarm.RuntimeType")],
);
const updateConfig = struct(
  "swarm.UpdateConfig",
  ["Parallelism", uint64],
  ["Delay?", duration],
  ["FailureAction?", text],
  ["Monitor?", duration],
  ["MaxFailureRatio", { kind: "float64", name: "float32" }],
  ["Order", text],
);
const serviceMode = struct(
  "swarm.ServiceMode",
  ["Replicated?", ptr(struct("swarm.ReplicatedService", ["Replicas?", ptr(uint64)]))],
  ["Global?", ptr(struct("swarm.GlobalService"))],
  ["ReplicatedJob?", ptr(struct("swarm.ReplicatedJob", ["MaxConcurrent?", ptr(uint64)], ["TotalCompletions?", ptr(uint64)]))],
  ["GlobalJob?", ptr(struct("swarm.GlobalJob"))],
);
const port = struct(
  "swarm.PortConfig",
  ["Name?", text],
  ["Protocol?", word("swarm.PortConfigProtocol")],
  ["TargetPort?", uint32],
  ["PublishedPort?", uint32],
  ["PublishMode?", word("swarm.PortConfigPublishMode")],
);
const endpointSpec = struct("swarm.EndpointSpec", ["Mode?", word("swarm.ResolutionMode")], ["Ports?", slice(port)]);
/** swarm.ServiceSpec */
export const serviceSpecType = struct(
  "swarm.ServiceSpec",
  ["*Annotations", annotations],
  ["TaskTemplate?", taskSpec],
  ["Mode?", serviceMode],
  ["UpdateConfig?", ptr(updateConfig)],
  ["RollbackConfig?", ptr(updateConfig)],
  ["Networks?", slice(attachmentConfig)],
  ["EndpointSpec?", ptr(endpointSpec)],
);

/** swarm.Service */
export const serviceType = struct(
  "swarm.Service",
  ["ID", text],
  ["*Meta", meta],
  ["Spec?", serviceSpecType],
  ["PreviousSpec?", ptr(serviceSpecType)],
  [
    "Endpoint?",
    struct(
      "swarm.Endpoint",
      ["Spec?", endpointSpec],
      ["Ports?", slice(port)],
      ["VirtualIPs?", slice(struct("swarm.EndpointVirtualIP", ["NetworkID?", text], ["Addr?", text]))],
    ),
  ],
  [
    "UpdateStatus?",
    ptr(struct("swarm.UpdateStatus", ["State?", word("swarm.UpdateState")], ["StartedAt?", ptr(time)], ["CompletedAt?", ptr(time)], ["Message?", text])),
  ],
  ["ServiceStatus?", ptr(struct("swarm.ServiceStatus", ["RunningTasks", uint64], ["DesiredTasks", uint64], ["CompletedTasks", uint64]))],
  ["JobStatus?", ptr(struct("swarm.JobStatus", ["JobIteration", version], ["LastExecution?", time]))],
);

const ipamOptions = struct(
  "swarm.IPAMOptions",
  ["Driver?", driver],
  ["Configs?", slice(struct("swarm.IPAMConfig", ["Subnet?", text], ["Range?", text], ["Gateway?", text]))],
);
const swarmNetwork = struct(
  "swarm.Network",
  ["ID", text],
  ["*Meta", meta],
  [
    "Spec?",
    struct(
      "swarm.NetworkSpec",
      ["*Annotations", annotations],
      ["DriverConfiguration?", ptr(driver)],
      ["IPv6Enabled?", flag],
      ["Internal?", flag],
      ["Attachable?", flag],
      ["Ingress?", flag],
      ["IPAMOptions?", ptr(ipamOptions)],
      ["ConfigFrom?", ptr(struct("network.ConfigReference", ["Network", text]))],
      ["Scope?", text],
    ),
  ],
  ["DriverState?", driver],
  ["IPAMOptions?", ptr(ipamOptions)],
);

/** swarm.Task */
export const taskType = struct(
  "swarm.Task",
  ["ID", text],
  ["*Meta", meta],
  ["*Annotations", annotations],
  ["Spec?", taskSpec],
  ["ServiceID?", text],
  ["Slot?", int],
  ["NodeID?", text],
  [
    "Status?",
    struct(
      "swarm.TaskStatus",
      ["Timestamp?", time],
      ["State?", word("swarm.TaskState")],
      ["Message?", text],
      ["Err?", text],
      ["ContainerStatus?", ptr(struct("swarm.ContainerStatus", ["ContainerID", text], ["PID", int], ["ExitCode", int]))],
      ["PortStatus?", struct("swarm.PortStatus", ["Ports?", slice(port)])],
    ),
  ],
  ["DesiredState?", word("swarm.TaskState")],
  ["NetworksAttachments?", slice(struct("swarm.NetworkAttachment", ["Network?", swarmNetwork], ["Addresses?", texts]))],
  ["GenericResources?", slice(generic)],
  ["JobIteration?", ptr(version)],
  ["Volumes", slice(any)],
);

const tlsInfo = struct("swarm.TLSInfo", ["TrustRoot?", text], ["CertIssuerSubject?", bytes], ["CertIssuerPublicKey?", bytes]);

/** swarm.NodeSpec */
export const nodeSpecType = struct(
  "swarm.NodeSpec",
  ["*Annotations", annotations],
  ["Role?", word("swarm.NodeRole")],
  ["Availability?", word("swarm.NodeAvailability")],
);

/** swarm.Node */
export const nodeType = struct(
  "swarm.Node",
  ["ID", text],
  ["*Meta", meta],
  ["Spec?", nodeSpecType],
  [
    "Description?",
    struct(
      "swarm.NodeDescription",
      ["Hostname?", text],
      ["Platform?", platform],
      ["Resources?", resources],
      [
        "Engine?",
        struct(
          "swarm.EngineDescription",
          ["EngineVersion?", text],
          ["Labels?", labels],
          ["Plugins?", slice(struct("swarm.PluginDescription", ["Type?", text], ["Name?", text]))],
        ),
      ],
      ["TLSInfo?", tlsInfo],
      ["CSIInfo?", slice(any)],
    ),
  ],
  ["Status?", struct("swarm.NodeStatus", ["State?", word("swarm.NodeState")], ["Message?", text], ["Addr?", text])],
  ["ManagerStatus?", ptr(struct("swarm.ManagerStatus", ["Leader?", flag], ["Reachability?", word("swarm.Reachability")], ["Addr?", text]))],
);

/** swarm.Spec */
export const swarmSpecType = struct(
  "swarm.Spec",
  ["*Annotations", annotations],
  ["Orchestration?", struct("swarm.OrchestrationConfig", ["TaskHistoryRetentionLimit?", ptr(int64)])],
  [
    "Raft?",
    struct(
      "swarm.RaftConfig",
      ["SnapshotInterval?", uint64],
      ["KeepOldSnapshots?", ptr(uint64)],
      ["LogEntriesForSlowFollowers?", uint64],
      ["ElectionTick", int],
      ["HeartbeatTick", int],
    ),
  ],
  ["Dispatcher?", struct("swarm.DispatcherConfig", ["HeartbeatPeriod?", duration])],
  [
    "CAConfig?",
    struct(
      "swarm.CAConfig",
      ["NodeCertExpiry?", duration],
      [
        "ExternalCAs?",
        slice(ptr(struct("swarm.ExternalCA", ["Protocol", word("swarm.ExternalCAProtocol")], ["URL", text], ["Options?", labels], ["CACert", text]))),
      ],
      ["SigningCACert?", text],
      ["SigningCAKey?", text],
      ["ForceRotate?", uint64],
    ),
  ],
  ["TaskDefaults?", struct("swarm.TaskDefaults", ["LogDriver?", ptr(driver)])],
  ["EncryptionConfig?", struct("swarm.EncryptionConfig", ["AutoLockManagers", flag])],
);
const clusterInfo = struct(
  "swarm.ClusterInfo",
  ["ID", text],
  ["*Meta", meta],
  ["Spec", swarmSpecType],
  ["TLSInfo", tlsInfo],
  ["RootRotationInProgress", flag],
  ["DefaultAddrPool", texts],
  ["SubnetSize", uint32],
  ["DataPathPort", uint32],
);

/** swarm.Info, the swarm part of `docker info`. */
export const swarmInfoType = struct(
  "swarm.Info",
  ["NodeID", text],
  ["NodeAddr", text],
  ["LocalNodeState", word("swarm.LocalNodeState")],
  ["ControlAvailable", flag],
  ["Error", text],
  ["RemoteManagers", slice(struct("swarm.Peer", ["NodeID", text], ["Addr", text]))],
  ["Nodes?", int],
  ["Managers?", int],
  ["Cluster?", ptr(clusterInfo)],
  ["Warnings?", texts],
);

/** swarm.SecretSpec; Data is base64. */
export const secretSpecType = struct(
  "swarm.SecretSpec",
  ["*Annotations", annotations],
  ["Data?", bytes],
  ["Driver?", ptr(driver)],
  ["Templating?", ptr(driver)],
);
/** swarm.ConfigSpec; Data is base64. */
export const configSpecType = struct("swarm.ConfigSpec", ["*Annotations", annotations], ["Data?", bytes], ["Templating?", ptr(driver)]);

/** swarm.Secret */
export const secretType = struct("swarm.Secret", ["ID", text], ["*Meta", meta], ["Spec", secretSpecType]);
/** swarm.Config */
export const configType = struct("swarm.Config", ["ID", text], ["*Meta", meta], ["Spec", configSpecType]);
