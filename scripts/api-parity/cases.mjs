// Every query parameter and body field of the network, swarm, node, service, task, config and secret routes of API 1.51, as requests.
// A table, hence its length. `{over}` in a path or body is the ID of the object of that name, `{over.version}` its version.
import { BOOLEANS, FILTERS, fieldVariants, VERSIONS, WHOLE_BODIES } from "./variants.mjs";

/** Requests for more tasks than a machine holds, which a real engine would set about. */
const TOO_MANY = /Replicas = 9007199254740993$/;

const SERVICE = { Name: "probe", TaskTemplate: { ContainerSpec: { Image: "nginx:latest" } }, Mode: { Replicated: { Replicas: 0 } } };

const FULL_SERVICE = {
  Name: "probe",
  Labels: { a: "b" },
  TaskTemplate: {
    ContainerSpec: {
      Image: "nginx:latest",
      Labels: { c: "d" },
      Command: ["a"],
      Args: ["b"],
      Hostname: "h",
      Env: ["A=b"],
      Dir: "/d",
      User: "u",
      Groups: ["g"],
      Privileges: {
        CredentialSpec: { Config: "", File: "f", Registry: "" },
        SELinuxContext: { Disable: true, User: "u", Role: "r", Type: "t", Level: "l" },
        Seccomp: { Mode: "custom", Profile: "e30=" },
        AppArmor: { Mode: "disabled" },
        NoNewPrivileges: true,
      },
      Init: true,
      StopSignal: "SIGTERM",
      TTY: true,
      OpenStdin: true,
      ReadOnly: true,
      Mounts: [
        {
          Type: "volume",
          Source: "v",
          Target: "/v",
          ReadOnly: true,
          Consistency: "default",
          VolumeOptions: { NoCopy: true, Labels: { e: "f" }, Subpath: "s", DriverConfig: { Name: "local", Options: { g: "h" } } },
        },
        {
          Type: "bind",
          Source: "/b",
          Target: "/b",
          BindOptions: { Propagation: "rprivate", NonRecursive: true, CreateMountpoint: true, ReadOnlyNonRecursive: true, ReadOnlyForceRecursive: true },
        },
        { Type: "tmpfs", Target: "/t", TmpfsOptions: { SizeBytes: 4096, Mode: 511, Options: [["exec"]] } },
      ],
      StopGracePeriod: 5,
      Healthcheck: { Test: ["NONE"], Interval: 1000000, Timeout: 1000000, StartPeriod: 1000000, StartInterval: 1000000, Retries: 2 },
      Hosts: ["1.2.3.4 h"],
      DNSConfig: { Nameservers: ["8.8.8.8"], Search: ["s"], Options: ["o"] },
      Secrets: [{ File: { Name: "sf", UID: "0", GID: "0", Mode: 292 }, SecretID: "{sec}", SecretName: "sec" }],
      Configs: [{ File: { Name: "cf", UID: "0", GID: "0", Mode: 292 }, ConfigID: "{con}", ConfigName: "con" }],
      Isolation: "default",
      Sysctls: { "net.x": "1" },
      CapabilityAdd: ["CAP_NET_ADMIN"],
      CapabilityDrop: ["CAP_CHOWN"],
      Ulimits: [{ Name: "nofile", Hard: 2, Soft: 1 }],
      OomScoreAdj: 3,
    },
    Resources: {
      Limits: { NanoCPUs: 1000000000, MemoryBytes: 10000000, Pids: 5 },
      Reservations: {
        NanoCPUs: 1000000,
        MemoryBytes: 10000000,
        GenericResources: [{ NamedResourceSpec: { Kind: "GPU", Value: "u1" } }, { DiscreteResourceSpec: { Kind: "SSD", Value: 3 } }],
      },
    },
    RestartPolicy: { Condition: "any", Delay: 5, MaxAttempts: 2, Window: 7 },
    Placement: {
      Constraints: ["node.role==manager"],
      Preferences: [{ Spread: { SpreadDescriptor: "node.labels.x" } }],
      MaxReplicas: 3,
      Platforms: [{ Architecture: "amd64", OS: "linux" }],
    },
    Networks: [{ Target: "{over}", Aliases: ["al"], DriverOpts: { i: "j" } }],
    LogDriver: { Name: "json-file", Options: { "max-size": "1m" } },
    ForceUpdate: 1,
    Runtime: "container",
  },
  Mode: { Replicated: { Replicas: 0 } },
  UpdateConfig: { Parallelism: 2, Delay: 3, FailureAction: "continue", Monitor: 5, MaxFailureRatio: 0.5, Order: "start-first" },
  RollbackConfig: { Parallelism: 2, Delay: 3, FailureAction: "continue", Monitor: 5, MaxFailureRatio: 0.5, Order: "start-first" },
  EndpointSpec: { Mode: "vip", Ports: [{ Name: "p", Protocol: "tcp", TargetPort: 80, PublishedPort: 8080, PublishMode: "ingress" }] },
};

const SPECIAL_SERVICE = {
  Name: ["web", "WEB", "a b", "-x", "x".repeat(64), "{web}"],
  "TaskTemplate.ContainerSpec.Image": ["nginx@sha256:1", "Nginx", "a:b:c", "x/y"],
  "TaskTemplate.ContainerSpec.Isolation": ["hyperv", "PROCESS", "zz"],
  "TaskTemplate.ContainerSpec.Env": [["A"], ["=x"], [""]],
  "TaskTemplate.ContainerSpec.StopSignal": ["zz", "9"],
  "TaskTemplate.ContainerSpec.Hosts": [["zz"], ["h 1.2.3.4"]],
  "TaskTemplate.ContainerSpec.DNSConfig.Nameservers": [["zz"], [""]],
  "TaskTemplate.ContainerSpec.CapabilityAdd": [["zz"], ["all"], ["net_admin", "CAP_NET_ADMIN"]],
  "TaskTemplate.ContainerSpec.Ulimits.0.Name": ["zz"],
  "TaskTemplate.ContainerSpec.OomScoreAdj": [1001, -1001],
  "TaskTemplate.ContainerSpec.Mounts.0.Type": ["zz", "VOLUME", "npipe", "cluster", "image"],
  "TaskTemplate.ContainerSpec.Mounts.0.Consistency": ["zz", "cached"],
  "TaskTemplate.ContainerSpec.Mounts.1.Target": ["/v", "rel"],
  "TaskTemplate.ContainerSpec.Mounts.1.BindOptions.Propagation": ["zz", "shared"],
  "TaskTemplate.ContainerSpec.Privileges.CredentialSpec": [{ Config: "a", File: "b" }, { Config: "a" }, { Registry: "r" }],
  "TaskTemplate.ContainerSpec.Privileges.Seccomp.Mode": ["zz", "default", "unconfined"],
  "TaskTemplate.ContainerSpec.Privileges.Seccomp.Profile": ["!!"],
  "TaskTemplate.ContainerSpec.Privileges.AppArmor.Mode": ["zz", "default"],
  "TaskTemplate.ContainerSpec.Healthcheck.Test": [["CMD"], ["ZZ", "a"], ["CMD-SHELL", "x"]],
  "TaskTemplate.ContainerSpec.Healthcheck.Interval": [1, 999999],
  "TaskTemplate.ContainerSpec.Secrets.0.SecretID": ["nosuch"],
  "TaskTemplate.ContainerSpec.Secrets.0.SecretName": ["nosuch"],
  "TaskTemplate.ContainerSpec.Configs.0.ConfigID": ["nosuch"],
  "TaskTemplate.ContainerSpec.Configs.0.Runtime": [{}],
  "TaskTemplate.Runtime": ["zz", "plugin", "attachment", "Container"],
  "TaskTemplate.PluginSpec": [{}, { Name: "a" }, null],
  "TaskTemplate.NetworkAttachmentSpec": [{}, { ContainerID: "x" }, null],
  "TaskTemplate.Networks": [
    [{}],
    [{ Target: "nosuch" }],
    [{ Target: "over" }],
    [{ Target: "local" }],
    [{ Target: "bridge" }],
    [{ Target: "host" }],
    [{ Target: "none" }],
    [{ Target: "ingress" }],
    [{ Target: "{over}" }, { Target: "over" }],
  ],
  "TaskTemplate.Resources.Limits.NanoCPUs": [999999, 1000000],
  "TaskTemplate.Resources.Limits.MemoryBytes": [4194303, 4194304],
  "TaskTemplate.RestartPolicy.Condition": ["zz", "on-failure", "none"],
  "TaskTemplate.Placement.Constraints": [["zz"], ["node.role=x"], ["a==b"], ["node.labels.x!=y"], ["node.role==zz"]],
  "TaskTemplate.LogDriver.Name": ["zz", "none"],
  Mode: [
    { Replicated: {}, Global: {} },
    { Global: {} },
    { ReplicatedJob: {} },
    { GlobalJob: {} },
    { Replicated: {}, ReplicatedJob: {} },
    { Global: {}, GlobalJob: {} },
    { zz: {} },
    { ReplicatedJob: { MaxConcurrent: 0, TotalCompletions: 0 } },
  ],
  "UpdateConfig.FailureAction": ["zz", "rollback"],
  "RollbackConfig.FailureAction": ["rollback", "pause"],
  "UpdateConfig.MaxFailureRatio": [1, 1.1],
  "UpdateConfig.Order": ["zz"],
  "EndpointSpec.Mode": ["dnsrr", "zz"],
  "EndpointSpec.Ports.0.Protocol": ["udp", "sctp", "zz", "TCP"],
  "EndpointSpec.Ports.0.PublishMode": ["host", "zz"],
  "EndpointSpec.Ports.0.TargetPort": [65535, 65536, 70000],
  "EndpointSpec.Ports.0.PublishedPort": [65535, 65536],
  "EndpointSpec.Ports": [
    [
      { TargetPort: 80, PublishedPort: 81 },
      { TargetPort: 82, PublishedPort: 81 },
    ],
    [
      { TargetPort: 80, PublishedPort: 81 },
      { TargetPort: 82, PublishedPort: 81, PublishMode: "host" },
    ],
  ],
  Networks: [[{ Target: "over" }], [{ Target: "nosuch" }], [{}], [], null, "x"],
};

const NETWORK = {
  Name: "probe",
  Driver: "overlay",
  Scope: "swarm",
  EnableIPv4: true,
  EnableIPv6: false,
  IPAM: {
    Driver: "default",
    Options: { a: "b" },
    Config: [{ Subnet: "10.77.0.0/24", IPRange: "10.77.0.128/25", Gateway: "10.77.0.129", AuxiliaryAddresses: { x: "10.77.0.130" } }],
  },
  Internal: false,
  Attachable: true,
  Ingress: false,
  ConfigOnly: false,
  Options: { c: "d" },
  Labels: { e: "f" },
};
const SPECIAL_NETWORK = {
  Name: ["over", "local", "bridge", "host", "none", "default", "ingress", "a b", "-x", "x".repeat(64), "{over}"],
  Driver: ["bridge", "macvlan", "zz", "host", "null", "Overlay"],
  Scope: ["local", "global", "zz"],
  EnableIPv6: [true],
  EnableIPv4: [false],
  "IPAM.Driver": ["zz", "null"],
  "IPAM.Config.0.Subnet": ["zz", "10.77.0.0", "10.77.0.1/24", "10.0.0.0/24", "fd00::/64", "10.77.0.0/33", "10.77.0.0/31"],
  "IPAM.Config.0.IPRange": ["zz", "10.78.0.0/25", "10.77.0.129/25", "10.77.0.0/16"],
  "IPAM.Config.0.Gateway": ["zz", "10.78.0.1", "10.77.0.0", "fd00::1", "10.77.0.129/24"],
  "IPAM.Config.0.AuxiliaryAddresses": [{ x: "zz" }, { x: "10.78.0.1" }, { x: "" }],
  Internal: [true],
  Ingress: [true],
  ConfigOnly: [true],
  ConfigFrom: [{}, null, { Network: "nosuch" }, { Network: "over" }, "x"],
  Options: [{ "com.docker.network.driver.overlay.vxlanid_list": "zz" }, { "com.docker.network.driver.mtu": "zz" }, { encrypted: "" }],
  Labels: [{ "com.docker.swarm.predefined": "1" }],
};
const BRIDGE = {
  Name: "probe",
  Driver: "bridge",
  IPAM: { Config: [{ Subnet: "10.88.0.0/24", Gateway: "10.88.0.1" }] },
  Options: { "com.docker.network.bridge.name": "probe0" },
};

const SWARM_SPEC = {
  Name: "default",
  Labels: { a: "b" },
  Orchestration: { TaskHistoryRetentionLimit: 3 },
  Raft: { SnapshotInterval: 5000, KeepOldSnapshots: 1, LogEntriesForSlowFollowers: 100, ElectionTick: 10, HeartbeatTick: 1 },
  Dispatcher: { HeartbeatPeriod: 5000000000 },
  CAConfig: { NodeCertExpiry: 7776000000000000, ExternalCAs: [], SigningCACert: "", SigningCAKey: "", ForceRotate: 0 },
  EncryptionConfig: { AutoLockManagers: false },
  TaskDefaults: { LogDriver: { Name: "json-file", Options: { c: "d" } } },
};
const SPECIAL_SWARM = {
  Name: ["foo", "Default"],
  "CAConfig.NodeCertExpiry": [1, 3600000000000],
  "CAConfig.ExternalCAs": [
    [{ Protocol: "zz", URL: "https://x" }],
    [{ Protocol: "cfssl", URL: "" }],
    [{ Protocol: "cfssl", URL: "https://x", CACert: "zz" }],
    [{}],
  ],
  "CAConfig.SigningCACert": ["zz"],
  "CAConfig.SigningCAKey": ["zz"],
  "Raft.ElectionTick": [5, 1, 20],
  "Raft.HeartbeatTick": [2, 20],
  "EncryptionConfig.AutoLockManagers": [true],
  "TaskDefaults.LogDriver.Name": ["zz"],
};
const INIT = {
  ListenAddr: "0.0.0.0:2377",
  AdvertiseAddr: "",
  DataPathAddr: "",
  DataPathPort: 0,
  ForceNewCluster: false,
  AutoLockManagers: false,
  Availability: "active",
  DefaultAddrPool: ["10.0.0.0/8"],
  SubnetSize: 24,
  Spec: {},
};
const SPECIAL_INIT = {
  ListenAddr: ["zz", "eth0", "127.0.0.1", "0.0.0.0:99999", ":2377"],
  AdvertiseAddr: ["zz", "eth0", "0.0.0.0", "lo", "127.0.0.1:1"],
  DataPathAddr: ["zz", "0.0.0.0", "eth0", "127.0.0.1"],
  DataPathPort: [1, 1024, 49151, 49152],
  ForceNewCluster: [true],
  AutoLockManagers: [true],
  Availability: ["drain", "pause", "zz", "Active"],
  DefaultAddrPool: [["zz"], ["10.0.0.1/8"], ["10.0.0.0/30"], ["10.0.0.0/8", "10.1.0.0/16"]],
  SubnetSize: [29, 30, 7, 8],
  Spec: [
    { Name: "foo" },
    { EncryptionConfig: { AutoLockManagers: true } },
    { TaskDefaults: { LogDriver: { Name: "syslog" } } },
    { Orchestration: { TaskHistoryRetentionLimit: 0 } },
    { Raft: { ElectionTick: 3, HeartbeatTick: 3 } },
    { Dispatcher: { HeartbeatPeriod: -1 } },
    { CAConfig: { NodeCertExpiry: 1 } },
    { Labels: { a: "b" } },
    "x",
  ],
};
const JOIN = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", RemoteAddrs: [], JoinToken: "x", Availability: "active" };

const NODE = { Name: "", Labels: { a: "b" }, Role: "manager", Availability: "active" };
const SPECIAL_NODE = { Role: ["worker", "zz", "Manager"], Availability: ["zz", "pause", "Active"], Name: ["n", "a b"] };

const SECRET = { Name: "probe", Labels: { a: "b" }, Data: "eA==", Templating: { Name: "golang", Options: { c: "d" } } };
const SPECIAL_OBJECT = {
  Name: ["sec", "con", "SEC", "a b", "-x", "x".repeat(65)],
  Data: ["!!", "eA", "eA==\n"],
  Driver: [{}, { Name: "zz" }, null, "x"],
  "Templating.Name": ["zz"],
};

const CONNECT = {
  Container: "box",
  EndpointConfig: {
    IPAMConfig: { IPv4Address: "", IPv6Address: "", LinkLocalIPs: [] },
    Links: ["a:b"],
    Aliases: ["al"],
    MacAddress: "02:42:ac:11:00:02",
    DriverOpts: { a: "b" },
    GwPriority: 1,
  },
};
const SPECIAL_CONNECT = {
  Container: ["nosuch", "{box}"],
  "EndpointConfig.IPAMConfig.IPv4Address": ["zz", "1.2.3.4", "0.0.0.0", "::1"],
  "EndpointConfig.IPAMConfig.IPv6Address": ["zz", "fd00::1"],
  "EndpointConfig.IPAMConfig.LinkLocalIPs": [["zz"], ["169.254.1.1"]],
  "EndpointConfig.MacAddress": ["zz", "02-42-ac-11-00-02", "0242.ac11.0002", "02:42"],
};

/** Requests with every whole-body form and every field variant of a body. */
const bodies = (route, rest, body, special) => [
  ...WHOLE_BODIES.map((text) => ({ ...rest, name: `${route}: body ${text || "none"}`, body: text })),
  ...[...fieldVariants(body, special)].filter(({ what }) => !TOO_MANY.test(what)).map(({ what, text }) => ({ ...rest, name: `${route}: ${what}`, body: text })),
];
/** Requests with every value of a query parameter. */
const values = (route, rest, key, list) =>
  list.map((value) => ({
    ...rest,
    name: `${route}: ${key}=${value}`,
    path: `${rest.path}${rest.path.includes("?") ? "&" : "?"}${key}=${encodeURIComponent(value)}`,
  }));
const filters = (route, path, byKey) =>
  values(`GET ${route}`, { method: "GET", path }, "filters", [
    ...FILTERS,
    ...Object.entries(byKey).flatMap(([key, list]) => list.map((value) => JSON.stringify({ [key]: Array.isArray(value) ? value : [value] }))),
  ]);
/** References that mean no object, each in the path of a route. */
const refs = (method, before, after = "", rest = {}) =>
  ["nosuch", "%20", "a%2Fb", "", "x".repeat(300)].map((ref) => ({
    ...rest,
    method,
    name: `${method} ${before}REF${after}: ${ref.slice(0, 20) || "empty"}`,
    path: `${before}${ref}${after}`,
  }));

const create = (noun, key = "ID") => ({ method: "POST", path: `/${noun}/create`, made: (answer) => `/${noun}/${answer[key]}` });

/** Groups of requests by what they need: `inside` a swarm, or `outside` one (each leaves the swarm that it made). */
export const GROUPS = {
  networks: {
    inside: true,
    cases: [
      ...filters("/networks", "/networks", {
        dangling: ["true", "false", "zz", "", ["true", "false"]],
        driver: ["overlay", "zz", ""],
        id: ["{over}", "zz", ""],
        label: ["a", "a=b", "", "="],
        name: ["over", "ov", "^ov", "zz", "(", "[", "a**", "*", "\\\\", "(?P<n", "a{2,1}", "x{1001}", "[b-a]", "(?z)", "\\\\8", "[[:zz:]]", "\\\\pZZ"],
        scope: ["swarm", "local", "zz", ""],
        type: ["custom", "builtin", "foo", ""],
      }),
      ...values("GET /networks/over", { method: "GET", path: "/networks/over", status: true }, "verbose", [...BOOLEANS, "maybe"]),
      ...values("GET /networks/over", { method: "GET", path: "/networks/over", status: true }, "scope", ["swarm", "local", "global", "zz", ""]),
      ...refs("GET", "/networks/"),
      ...refs("DELETE", "/networks/"),
      ...bodies("POST /networks/create", create("networks", "Id"), NETWORK, SPECIAL_NETWORK),
      ...bodies("POST /networks/create bridge", create("networks", "Id"), BRIDGE, {
        "IPAM.Config.0.Subnet": ["zz", "10.88.0.1/24", "fd00::/64", "172.17.0.0/16"],
        "IPAM.Config.0.Gateway": ["10.89.0.1"],
        Options: [{ "com.docker.network.bridge.enable_icc": "zz" }],
      }),
      ...bodies(
        "POST /networks/local/connect",
        { method: "POST", path: "/networks/local/connect", undo: ["POST", "/networks/local/disconnect", { Container: "box" }] },
        CONNECT,
        SPECIAL_CONNECT,
      ),
      ...bodies(
        "POST /networks/over/connect",
        { method: "POST", path: "/networks/over/connect", undo: ["POST", "/networks/over/disconnect", { Container: "box" }] },
        CONNECT,
        SPECIAL_CONNECT,
      ),
      ...["none", "host", "bridge", "ingress", "nosuch", ""].map((name) => ({
        name: `POST /networks/${name}/connect`,
        method: "POST",
        path: `/networks/${name}/connect`,
        body: '{"Container":"box"}',
      })),
      ...bodies(
        "POST /networks/local/disconnect",
        { method: "POST", path: "/networks/local/disconnect" },
        { Container: "box", Force: false },
        { Container: ["nosuch"], Force: [true] },
      ),
      ...["none", "host", "ingress", "nosuch"].map((name) => ({
        name: `POST /networks/${name}/disconnect`,
        method: "POST",
        path: `/networks/${name}/disconnect`,
        body: '{"Container":"box","Force":true}',
      })),
      ...values("POST /networks/prune", { method: "POST", path: "/networks/prune", status: true }, "filters", [
        '{"nosuch":["a"]}',
        "xx",
        '{"until":["zz"]}',
        '{"until":["1h","2h"]}',
        '{"label":["keep=me"]}',
      ]),
    ],
  },
  services: {
    inside: true,
    cases: [
      ...filters("/services", "/services", {
        name: ["web", "we", "zz", ""],
        id: ["{web}", "zz", ""],
        label: ["a", "a=b", ""],
        mode: ["replicated", "global", "zz", ""],
        runtime: ["container", "plugin", "zz"],
      }),
      ...values("GET /services", { method: "GET", path: "/services" }, "status", BOOLEANS),
      ...values("GET /services/web", { method: "GET", path: "/services/web", pick: ["Spec"] }, "insertDefaults", [...BOOLEANS, "maybe"]),
      ...refs("GET", "/services/"),
      ...refs("DELETE", "/services/"),
      ...refs("POST", "/services/", "/update?version=1", { body: JSON.stringify(SERVICE) }),
      ...bodies("POST /services/create", { ...create("services"), pick: ["Spec"] }, FULL_SERVICE, SPECIAL_SERVICE),
      { ...create("services"), name: "POST /services/create: bare", body: JSON.stringify(SERVICE), pick: ["Spec", "Endpoint"] },
      ...[{}, { Mode: "dnsrr" }, { Ports: [] }].map((EndpointSpec) => ({
        ...create("services"),
        name: `POST /services/create: bare with ${JSON.stringify({ EndpointSpec })}`,
        body: JSON.stringify({ ...SERVICE, EndpointSpec }),
        pick: ["Spec", "Endpoint"],
      })),
      ...values(
        "POST /services/web/update",
        { method: "POST", path: "/services/web/update", body: JSON.stringify({ ...SERVICE, Name: "web" }) },
        "version",
        VERSIONS,
      ),
      ...values(
        "POST /services/web/update",
        {
          method: "POST",
          path: "/services/web/update?version={web.version}",
          body: JSON.stringify({ ...SERVICE, Name: "web" }),
          pick: ["Spec", "PreviousSpec", "Endpoint"],
          look: "/services/web",
        },
        "rollback",
        ["", "zz", "none", "previous", "Previous"],
      ),
      ...values(
        "POST /services/web/update",
        { method: "POST", path: "/services/web/update?version={web.version}", body: JSON.stringify({ ...SERVICE, Name: "web" }) },
        "registryAuthFrom",
        ["", "zz", "spec", "previous-spec"],
      ),
      ...WHOLE_BODIES.map((text) => ({
        method: "POST",
        path: "/services/web/update?version={web.version}",
        name: `POST /services/web/update: body ${text || "none"}`,
        body: text,
      })),
      ...[
        { Networks: [{ Target: "over" }] },
        { Mode: { Global: {} } },
        { Name: "other" },
        { Name: "" },
        { Mode: {} },
        { TaskTemplate: {} },
        { EndpointSpec: { Ports: [{ TargetPort: 1 }] } },
        {},
      ].map((change) => ({
        method: "POST",
        path: "/services/web/update?version={web.version}",
        name: `POST /services/web/update: ${JSON.stringify(change)}`,
        body: JSON.stringify({ ...SERVICE, Name: "web", ...change }),
        look: "/services/web",
        pick: ["Spec", "PreviousSpec", "Endpoint"],
      })),
      ...["details", "follow", "stdout", "stderr", "timestamps"].flatMap((key) =>
        values("GET /services/web/logs", { method: "GET", path: "/services/web/logs", status: true, stream: true }, key, ["", "1", "0", "zz"]),
      ),
      ...values("GET /services/web/logs", { method: "GET", path: "/services/web/logs?stdout=1", status: true, stream: true }, "tail", [
        "",
        "all",
        "5",
        "-1",
        "zz",
      ]),
      ...values("GET /services/web/logs", { method: "GET", path: "/services/web/logs?stdout=1", status: true, stream: true }, "since", [
        "",
        "0",
        "zz",
        "1.5",
        "-1",
      ]),
    ],
  },
  tasks: {
    inside: true,
    cases: [
      ...filters("/tasks", "/tasks", {
        "desired-state": ["running", "zz", "", "Running"],
        id: ["zz", ""],
        label: ["a"],
        name: ["web", "zz", ""],
        node: ["self", "zz", ""],
        service: ["web", "zz", ""],
        "_up-to-date": ["true", "zz"],
        runtime: ["container", "zz"],
      }),
      ...refs("GET", "/tasks/"),
      ...refs("GET", "/tasks/", "/logs?stdout=1"),
    ],
  },
  nodes: {
    inside: true,
    cases: [
      ...filters("/nodes", "/nodes", {
        id: ["zz", ""],
        label: ["a", "a=b"],
        "node.label": ["a", "a=b"],
        membership: ["accepted", "pending", "zz", "", "Accepted"],
        name: ["node-1", "node", "zz", ""],
        role: ["manager", "worker", "zz", "", "Manager"],
      }).map((one) => ({ ...one, pick: ["Spec"] })),
      ...refs("GET", "/nodes/"),
      ...refs("DELETE", "/nodes/"),
      ...values("DELETE /nodes/node-1", { method: "DELETE", path: "/nodes/node-1" }, "force", ["", "0", "1", "true", "zz"]),
      ...refs("POST", "/nodes/", "/update?version=1", { body: JSON.stringify(NODE) }),
      ...values("POST /nodes/self/update", { method: "POST", path: "/nodes/{node}/update", body: JSON.stringify(NODE) }, "version", VERSIONS),
      ...bodies(
        "POST /nodes/self/update",
        { method: "POST", path: "/nodes/{node}/update?version={node.version}", look: "/nodes/{node}", pick: ["Spec"] },
        NODE,
        SPECIAL_NODE,
      ),
    ],
  },
  objects: {
    inside: true,
    cases: ["secrets", "configs"].flatMap((noun) => {
      const own = noun === "secrets" ? "sec" : "con";
      return [
        ...filters(`/${noun}`, `/${noun}`, {
          id: [`{${own}}`, "zz", ""],
          label: ["a", "a=b"],
          name: [own, own.slice(0, 2), own.toUpperCase(), "zz", ""],
          names: [own, "zz"],
        }),
        ...refs("GET", `/${noun}/`),
        ...refs("DELETE", `/${noun}/`),
        ...bodies(`POST /${noun}/create`, { ...create(noun), pick: ["Spec"] }, SECRET, SPECIAL_OBJECT),
        ...refs("POST", `/${noun}/`, "/update?version=1", { body: JSON.stringify(SECRET) }),
        ...values(
          `POST /${noun}/${own}/update`,
          { method: "POST", path: `/${noun}/${own}/update`, body: JSON.stringify({ Name: own, Labels: {} }) },
          "version",
          VERSIONS,
        ),
        ...bodies(
          `POST /${noun}/${own}/update`,
          { method: "POST", path: `/${noun}/${own}/update?version={${own}.version}`, look: `/${noun}/${own}`, pick: ["Spec"] },
          { Name: own, Labels: { a: "b" } },
          { Data: ["eA==", "eQ==", ""], Name: ["other"] },
        ),
      ];
    }),
  },
  swarm: {
    inside: true,
    cases: [
      ...values("POST /swarm/update", { method: "POST", path: "/swarm/update", body: JSON.stringify(SWARM_SPEC) }, "version", VERSIONS),
      ...["rotateWorkerToken", "rotateManagerToken", "rotateManagerUnlockKey"].flatMap((key) =>
        values(
          "POST /swarm/update",
          { method: "POST", path: "/swarm/update?version={swarm.version}", body: JSON.stringify({ Name: "default" }), look: "/swarm", pick: ["Spec"] },
          key,
          BOOLEANS,
        ),
      ),
      ...bodies(
        "POST /swarm/update",
        { method: "POST", path: "/swarm/update?version={swarm.version}", look: "/swarm", pick: ["Spec"] },
        SWARM_SPEC,
        SPECIAL_SWARM,
      ),
      ...bodies("POST /swarm/unlock", { method: "POST", path: "/swarm/unlock" }, { UnlockKey: "x" }, {}),
      ...values("POST /swarm/leave", { method: "POST", path: "/swarm/leave", status: true }, "force", ["", "0", "false", "no"]),
      ...WHOLE_BODIES.map((body) => ({ method: "POST", path: "/swarm/join", name: `POST /swarm/join in a swarm: body ${body || "none"}`, body })),
      ...WHOLE_BODIES.map((body) => ({ method: "POST", path: "/swarm/init", name: `POST /swarm/init in a swarm: body ${body || "none"}`, body })),
    ],
  },
  join: {
    cases: bodies("POST /swarm/join", { method: "POST", path: "/swarm/join" }, JOIN, {
      ListenAddr: ["zz"],
      AdvertiseAddr: ["zz"],
      DataPathAddr: ["zz"],
      RemoteAddrs: [[""]],
      Availability: ["zz"],
    }),
  },
  init: {
    cases: bodies(
      "POST /swarm/init",
      { method: "POST", path: "/swarm/init", leaves: true, look: "/swarm", pick: ["Spec", "DefaultAddrPool", "SubnetSize", "DataPathPort"] },
      INIT,
      SPECIAL_INIT,
    ),
  },
  outside: {
    cases: [
      ...[
        "/swarm",
        "/swarm/unlockkey",
        "/nodes",
        "/services",
        "/tasks",
        "/secrets",
        "/configs",
        "/nodes/x",
        "/services/x",
        "/tasks/x",
        "/secrets/x",
        "/configs/x",
      ].map((path) => ({ name: `GET ${path} outside a swarm`, method: "GET", path })),
      ...[
        "/services/create",
        "/secrets/create",
        "/configs/create",
        "/swarm/update?version=1",
        "/services/x/update?version=1",
        "/nodes/x/update?version=1",
        "/swarm/leave",
        "/swarm/unlock",
      ].map((path) => ({ name: `POST ${path} outside a swarm`, method: "POST", path, body: "{}" })),
      ...["/services/x", "/nodes/x", "/secrets/x", "/configs/x"].map((path) => ({ name: `DELETE ${path} outside a swarm`, method: "DELETE", path })),
    ],
  },
  paths: {
    cases: [
      ["GET", "/v9/version"],
      ["GET", "/v9.0/version"],
      ["GET", "/v1/version"],
      ["GET", "/v1.51"],
      ["GET", "/v1.51/"],
      ["GET", "/"],
      ["GET", "/v1.5x/version"],
      ["GET", "/v01.51/version"],
      ["GET", "/v1.051/version"],
      ["GET", "/v1.51/v1.51/version"],
      ["GET", "/v1.100/version"],
      ["GET", "/v2.0/version"],
      ["GET", "/v0.9/version"],
      ["PATCH", "/networks"],
      ["PUT", "/networks/x"],
      ["POST", "/networks"],
      ["DELETE", "/networks"],
      ["GET", "/build"],
      ["GET", "/session"],
      ["GET", "/exec/x/json"],
      ["GET", "/networks/"],
      ["GET", "//networks"],
      ["GET", "/networks//x"],
      ["GET", "/nosuch"],
      ["POST", "/swarm"],
      ["GET", "/swarm/init"],
      ["GET", "/swarm/nosuch"],
      ["POST", "/services/x"],
      ["POST", "/containers/x/nosuch"],
      ["GET", "/containers/x"],
      ["GET", "/containers/x/nosuch"],
      ["GET", "/volumes/create"],
      ["HEAD", "/networks"],
      ["HEAD", "/_ping"],
      ["OPTIONS", "/networks"],
      ["TRACE", "/networks"],
      ["GET", "/NETWORKS"],
      ["GET", "/networks/over/connect"],
    ].map(([method, path]) => ({ name: `${method} ${path}`, method, path, status: path.endsWith("version") || path === "/networks/" || method === "HEAD" })),
  },
};
