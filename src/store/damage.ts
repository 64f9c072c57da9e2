import { parseCidr, tryParseAddress } from "../values/cidr.ts";
import { checkTasks } from "./packed-state.ts";
import type { Cluster, Host, State } from "./schema.ts";

/**
 * What is wrong with a state that is whole JSON: a flipped bit, a hand that slipped. Every reader of the state would have to look
 * for it; it is looked for where something has gone wrong already, and before a state is taken for a good generation.
 * @module
 */

/** Where a value is wrong: "" for itself, else the path to a part of it; undefined where nothing is. */
type Check = (value: unknown) => string | undefined;

const when =
  (fits: (value: unknown) => boolean): Check =>
  (value) =>
    fits(value) ? undefined : "";
const below = (key: string, bad: string | undefined): string | undefined => (bad === undefined ? undefined : bad === "" ? key : `${key}.${bad}`);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";

const TEXT = when(isText);
const NUMBER = when((value) => typeof value === "number" || typeof value === "bigint");
const BOOL = when((value) => typeof value === "boolean");
const OBJECT = when(isObject);
const TIME = when((value) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value));
const CIDR = when((value) => isText(value) && parseCidr(value) !== null && parseCidr(value) !== undefined);
const ADDRESS = when((value) => isText(value) && tryParseAddress(value) !== undefined);
/** Of something that does not run. */
const OR_NONE =
  (check: Check): Check =>
  (value) =>
    value === "" ? undefined : check(value);
const OPTIONAL =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null ? undefined : check(value);

const fields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isObject(value)) return "";
    for (const [key, check] of Object.entries(checks)) {
      const bad = below(key, check(value[key]));
      if (bad !== undefined) return bad;
    }
    return undefined;
  };

/** Objects by a key, which is also a field of them where `id` names one. */
const mapOf =
  (check: Check, id?: string): Check =>
  (value) => {
    if (!isObject(value)) return "";
    for (const [key, item] of Object.entries(value)) {
      const bad = below(key, check(item) ?? (id && (item as Record<string, unknown>)[id] !== key ? id : undefined));
      if (bad !== undefined) return bad;
    }
    return undefined;
  };

const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return "";
    for (const [at, item] of value.entries()) {
      const bad = below(String(at), check(item));
      if (bad !== undefined) return bad;
    }
    return undefined;
  };

const TEXTS = OPTIONAL(mapOf(TEXT));
const LIST = OPTIONAL(listOf(TEXT));
const META = { ID: TEXT, Version: fields({ Index: NUMBER }), CreatedAt: TIME, UpdatedAt: TIME };

const IPAM = fields({
  Driver: TEXT,
  Options: TEXTS,
  Config: OPTIONAL(
    listOf(fields({ Subnet: OPTIONAL(CIDR), IPRange: OPTIONAL(CIDR), Gateway: OPTIONAL(ADDRESS), AuxiliaryAddresses: OPTIONAL(mapOf(ADDRESS)) })),
  ),
});
const LOCAL_NETWORK = fields({
  Name: TEXT,
  Id: TEXT,
  Created: TIME,
  Scope: TEXT,
  Driver: TEXT,
  EnableIPv4: BOOL,
  EnableIPv6: BOOL,
  IPAM,
  ConfigFrom: fields({ Network: TEXT }),
  Options: mapOf(TEXT),
  Labels: mapOf(TEXT),
  Pools: listOf(fields({ Subnet: CIDR, Gateway: OPTIONAL(ADDRESS), IPRange: OPTIONAL(CIDR), Reserved: OPTIONAL(listOf(ADDRESS)), Chosen: OPTIONAL(BOOL) })),
});
const ENDPOINT = fields({
  NetworkID: TEXT,
  Named: OPTIONAL(BOOL),
  EndpointID: TEXT,
  MacAddress: TEXT,
  IPv4: OR_NONE(CIDR),
  IPv6: OR_NONE(CIDR),
  Gateway: TEXT,
  IPv6Gateway: TEXT,
  Request: fields({ IPAMConfig: OPTIONAL(OBJECT), Aliases: LIST, Links: LIST, DriverOpts: TEXTS }),
});
const CONTAINER = fields({
  Id: TEXT,
  Name: TEXT,
  Created: TIME,
  Image: TEXT,
  Cmd: LIST,
  Env: LIST,
  Labels: OPTIONAL(TEXTS),
  Hostname: TEXT,
  HostConfig: fields({ NetworkMode: TEXT, PortBindings: OPTIONAL(mapOf(OPTIONAL(listOf(OBJECT)))) }),
  State: when((state) => ["created", "running", "exited"].includes(state as string)),
  StartedAt: TIME,
  FinishedAt: TIME,
  ExitCode: NUMBER,
  HostPorts: OPTIONAL(mapOf(listOf(TEXT))),
  Volumes: LIST,
  Endpoints: mapOf(ENDPOINT),
});
const HOST: Readonly<Record<string, Check>> = {
  Name: TEXT,
  Address: ADDRESS,
  NanoCPUs: NUMBER,
  MemoryBytes: NUMBER,
  Platform: fields({ Architecture: TEXT, OS: TEXT }),
  Labels: TEXTS,
  Engine: OPTIONAL(TEXT),
  Up: BOOL,
  EngineID: TEXT,
  Networks: mapOf(LOCAL_NETWORK, "Id"),
  Containers: mapOf(CONTAINER, "Id"),
  Overlays: mapOf(
    fields({ NetworkID: TEXT, Created: TIME, Subnets: OPTIONAL(listOf(CIDR)), Internal: OPTIONAL(BOOL), LBEndpointID: TEXT, LBIndexes: mapOf(NUMBER) }),
    "NetworkID",
  ),
  Volumes: mapOf(fields({ CreatedAt: TIME, Driver: TEXT, Labels: TEXTS, Options: TEXTS })),
  SubnetCursor: OPTIONAL(CIDR),
  KeptPools: OPTIONAL(fields({ DefaultAddrPool: OPTIONAL(listOf(CIDR)), SubnetSize: NUMBER })),
  LBIndex: NUMBER,
  Swarm: OPTIONAL(fields({ ClusterID: TEXT, NodeID: TEXT, LocalNodeState: TEXT, AdvertiseAddr: TEXT, ListenAddr: TEXT, DataPathAddr: TEXT, PeerName: TEXT })),
};

const DRIVER = OPTIONAL(fields({ Name: OPTIONAL(TEXT), Options: TEXTS }));
const PORTS = OPTIONAL(
  listOf(fields({ Protocol: OPTIONAL(TEXT), TargetPort: OPTIONAL(NUMBER), PublishedPort: OPTIONAL(NUMBER), PublishMode: OPTIONAL(TEXT) })),
);
const ENDPOINT_SPEC = fields({ Mode: OPTIONAL(TEXT), Ports: PORTS });
const ATTACHMENTS = OPTIONAL(listOf(fields({ Target: TEXT, Aliases: LIST })));
const RESOURCES = OPTIONAL(OBJECT);
const TASK_SPEC = fields({
  ContainerSpec: OPTIONAL(
    fields({
      Image: OPTIONAL(TEXT),
      Labels: TEXTS,
      Command: LIST,
      Args: LIST,
      Env: LIST,
      Mounts: OPTIONAL(listOf(OBJECT)),
      Secrets: OPTIONAL(listOf(OBJECT)),
      Configs: OPTIONAL(listOf(OBJECT)),
    }),
  ),
  Resources: OPTIONAL(fields({ Limits: RESOURCES, Reservations: RESOURCES })),
  RestartPolicy: OPTIONAL(OBJECT),
  Placement: OPTIONAL(fields({ Constraints: LIST, Preferences: OPTIONAL(listOf(OBJECT)), Platforms: OPTIONAL(listOf(OBJECT)) })),
  Networks: ATTACHMENTS,
  LogDriver: DRIVER,
  ForceUpdate: NUMBER,
});
const MODES = ["Replicated", "Global", "ReplicatedJob", "GlobalJob"];
const SERVICE_SPEC = fields({
  Name: TEXT,
  Labels: TEXTS,
  TaskTemplate: TASK_SPEC,
  Mode: when((mode) => isObject(mode) && MODES.some((name) => isObject(mode[name]))),
  UpdateConfig: OPTIONAL(OBJECT),
  RollbackConfig: OPTIONAL(OBJECT),
  Networks: ATTACHMENTS,
  EndpointSpec: OPTIONAL(ENDPOINT_SPEC),
});
const SERVICE = fields({
  ...META,
  Spec: SERVICE_SPEC,
  PreviousSpec: OPTIONAL(SERVICE_SPEC),
  Endpoint: fields({ Spec: ENDPOINT_SPEC, Ports: PORTS, VirtualIPs: OPTIONAL(listOf(fields({ NetworkID: TEXT, Addr: OPTIONAL(CIDR) }))) }),
});
const NETWORK_SPEC = fields({ Name: TEXT, Labels: TEXTS, DriverConfiguration: DRIVER, Scope: TEXT });
const POOLS = OPTIONAL(
  fields({ Driver: DRIVER, Configs: OPTIONAL(listOf(fields({ Subnet: OPTIONAL(CIDR), Range: OPTIONAL(CIDR), Gateway: OPTIONAL(ADDRESS) }))) }),
);
const NETWORK = fields({ ...META, Spec: NETWORK_SPEC, DriverState: DRIVER, IPAMOptions: POOLS });
const NODE = fields({
  ...META,
  Spec: fields({ Labels: TEXTS, Role: TEXT, Availability: TEXT }),
  Description: fields({
    Hostname: TEXT,
    Platform: fields({ Architecture: TEXT, OS: TEXT }),
    Resources: OBJECT,
    Engine: fields({ EngineVersion: TEXT, Labels: TEXTS, Plugins: OPTIONAL(listOf(fields({ Type: TEXT, Name: TEXT }))) }),
    TLSInfo: OBJECT,
  }),
  Status: fields({ State: TEXT, Addr: TEXT }),
  ManagerStatus: OPTIONAL(fields({ Reachability: TEXT, Addr: TEXT })),
  LoadBalancers: mapOf(CIDR),
  Host: TEXT,
});
const TASK = fields({
  ...META,
  Spec: TASK_SPEC,
  Status: fields({ Timestamp: TIME, State: TEXT, PortStatus: fields({ Ports: PORTS }) }),
  DesiredState: TEXT,
  NetworksAttachments: OPTIONAL(listOf(fields({ Network: fields({ ID: TEXT, Spec: NETWORK_SPEC }), Addresses: OPTIONAL(listOf(CIDR)) }))),
});
const OBJECT_SPEC = fields({ Name: TEXT, Labels: TEXTS, Data: OPTIONAL(TEXT) });
const CLUSTER: Readonly<Record<string, Check>> = {
  ...META,
  Spec: fields({
    Name: TEXT,
    Labels: TEXTS,
    Orchestration: OBJECT,
    Raft: OBJECT,
    Dispatcher: OBJECT,
    CAConfig: OBJECT,
    TaskDefaults: OBJECT,
    EncryptionConfig: OBJECT,
  }),
  JoinTokens: fields({ Worker: TEXT, Manager: TEXT }),
  UnlockKey: TEXT,
  CA: fields({ Certificate: TEXT, Key: TEXT, Subject: TEXT, PublicKey: TEXT }),
  DefaultAddrPool: OPTIONAL(listOf(CIDR)),
  SubnetSize: NUMBER,
  DataPathPort: NUMBER,
  Index: NUMBER,
  Nodes: mapOf(NODE, "ID"),
  Networks: mapOf(NETWORK, "ID"),
  Services: mapOf(SERVICE, "ID"),
  Tasks: mapOf(TASK, "ID"),
  Secrets: mapOf(fields({ ...META, Spec: OBJECT_SPEC, Sealed: OPTIONAL(fields({ Size: NUMBER, Digest: TEXT })) }), "ID"),
  Configs: mapOf(fields({ ...META, Spec: OBJECT_SPEC }), "ID"),
  Cursors: fields({ VXLAN: NUMBER, Ports: mapOf(NUMBER), Addresses: mapOf(ADDRESS), Subnet: OPTIONAL(CIDR) }),
};

/** Objects that name others which are not there. */
function danglingPart({ hosts, swarms }: State): string | undefined {
  // The node of a host may have been removed: the host does not know of it.
  const hostWithoutSwarm = Object.entries(hosts).find(([, { Swarm }]) => Swarm && !swarms[Swarm.ClusterID]);
  if (hostWithoutSwarm) return `hosts.${hostWithoutSwarm[0]}.Swarm`;
  for (const [id, cluster] of Object.entries(swarms)) {
    const bad = danglingIn(cluster, hosts);
    if (bad) return `swarms.${id}.${bad}`;
  }
  return undefined;
}

function danglingIn({ Nodes, Networks, Services, Tasks }: Cluster, hosts: Record<string, Host>): string | undefined {
  const node = Object.values(Nodes).find(({ Host }) => !hosts[Host]);
  if (node) return `Nodes.${node.ID}.Host`;
  const service = Object.values(Services).find(({ Endpoint }) => (Endpoint.VirtualIPs ?? []).some(({ NetworkID }) => !Networks[NetworkID ?? ""]));
  if (service) return `Services.${service.ID}.Endpoint.VirtualIPs`;
  const task = Object.values(Tasks).find(({ ServiceID }) => ServiceID && !Services[ServiceID]);
  return task && `Tasks.${task.ID}.ServiceID`;
}

/** The path of a part of a state that cannot be as it is; undefined where all is well. Throws what reading its tasks throws. */
export function damagedPart(state: State): string | undefined {
  checkTasks(state);
  return fields({ hosts: mapOf(fields(HOST), "Name"), swarms: mapOf(fields(CLUSTER), "ID") })(state) ?? danglingPart(state);
}
