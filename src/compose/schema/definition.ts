/**
 * What a stack file of version 3 may hold, as docker's schema has it: each key with its kind and the minor version that
 * brought it. The tables below are the whole of it, hence its length.
 */
export interface Schema {
  /** JSON types that fit; none given, all do. */
  readonly types?: readonly string[];
  /** Keys of a mapping. */
  readonly keys?: Readonly<Record<string, Schema>>;
  /** Keys of a mapping by pattern. */
  readonly patterns?: readonly (readonly [RegExp, Schema])[];
  /** True where no other key may stand. */
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly unique?: boolean;
  readonly oneOf?: readonly Schema[];
  readonly format?: "ports" | "duration";
  readonly values?: readonly string[];
  readonly minimum?: number;
  /** First minor version of the format that knows this key, or this one of several schemas. */
  readonly since?: number;
  /** First minor version that has another schema in its place. */
  readonly until?: number;
}

const type = (...types: string[]): Schema => ({ types });
const since = (minor: number, schema: Schema): Schema => ({ ...schema, since: minor });
const until = (minor: number, schema: Schema): Schema => ({ ...schema, until: minor });
const open = (keys: Record<string, Schema>): Schema => ({ types: ["object"], keys });
const closed = (keys: Record<string, Schema>, more: Schema = {}): Schema => ({ types: ["object"], keys, closed: true, ...more });
const oneOf = (...schemas: Schema[]): Schema => ({ oneOf: schemas });
const listOf = (items: Schema, unique = false): Schema => ({ types: ["array"], items, ...(unique && { unique }) });
const mapOf = (value: Schema): Schema => ({ types: ["object"], patterns: [[/^[^\n]+$/, value]] });

const STRING = type("string");
const INTEGER = type("integer");
const NUMBER = type("number");
const BOOLEAN = type("boolean");
const DURATION: Schema = { types: ["string"], format: "duration" };
const NAME = /^[a-zA-Z0-9._-]+$/;
const EXTENSION: readonly [RegExp, Schema] = [/^x-/, {}];

const listOfStrings = listOf(STRING, true);
const stringOrList = oneOf(STRING, listOfStrings);
const listOrDict = oneOf({ types: ["object"], patterns: [[/[^\n]/, type("string", "number", "null")]], closed: true }, listOf(STRING, true));
const shellCommand = oneOf(STRING, listOf(STRING));
const driverOpts = mapOf(type("string", "number"));
const fileReference = listOf(oneOf(STRING, open({ source: STRING, target: STRING, uid: STRING, gid: STRING, mode: NUMBER })));
const named = (schema: Schema): Schema => ({ types: ["object"], patterns: [[NAME, schema]], closed: true });

const updateConfig = (orderSince: number): Schema =>
  closed({
    parallelism: INTEGER,
    delay: DURATION,
    failure_action: STRING,
    monitor: DURATION,
    max_failure_ratio: NUMBER,
    order: since(orderSince, { types: ["string"], values: ["start-first", "stop-first"] }),
  });

const genericResources = listOf(closed({ discrete_resource_spec: closed({ kind: STRING, value: NUMBER }) }));

const deployment = closed(
  {
    mode: STRING,
    endpoint_mode: since(2, STRING),
    replicas: INTEGER,
    labels: listOrDict,
    rollback_config: since(7, updateConfig(7)),
    update_config: updateConfig(4),
    resources: closed({
      limits: closed({ cpus: STRING, memory: STRING, pids: since(9, INTEGER) }),
      reservations: closed({ cpus: STRING, memory: STRING, generic_resources: since(5, genericResources) }),
    }),
    restart_policy: closed({ condition: STRING, delay: DURATION, max_attempts: INTEGER, window: DURATION }),
    placement: closed({
      constraints: listOf(STRING),
      preferences: since(3, listOf(closed({ spread: STRING }))),
      max_replicas_per_node: since(8, INTEGER),
    }),
  },
  { types: ["object", "null"] },
);

const healthcheck = closed({
  disable: BOOLEAN,
  interval: oneOf(until(4, STRING), since(4, DURATION)),
  retries: NUMBER,
  test: shellCommand,
  timeout: oneOf(until(4, STRING), since(4, DURATION)),
  start_period: since(4, DURATION),
  start_interval: since(12, DURATION),
});

const buildKeys = {
  context: STRING,
  dockerfile: STRING,
  args: listOrDict,
  labels: since(3, listOrDict),
  cache_from: since(2, listOfStrings),
  network: since(4, STRING),
  target: since(4, STRING),
  shm_size: since(5, type("integer", "string")),
  extra_hosts: since(9, listOrDict),
};
const build = oneOf(STRING, until(11, closed(buildKeys)), since(11, open(buildKeys)));

const ports = listOf(
  oneOf(
    until(2, { types: ["string", "number"], format: "ports" }),
    since(2, { types: ["number"], format: "ports" }),
    since(2, { types: ["string"], format: "ports" }),
    since(2, closed({ mode: STRING, target: INTEGER, published: INTEGER, protocol: STRING })),
  ),
  true,
);

const longVolume = closed(
  {
    type: STRING,
    source: STRING,
    target: STRING,
    read_only: BOOLEAN,
    consistency: STRING,
    bind: open({ propagation: STRING }),
    volume: open({ nocopy: BOOLEAN }),
    tmpfs: since(6, open({ size: { types: ["integer"], minimum: 0 } })),
  },
  { required: ["type"], since: 2 },
);

const serviceNetwork = closed({ aliases: listOfStrings, driver_opts: since(13, driverOpts), ipv4_address: STRING, ipv6_address: STRING });

const service = closed(
  {
    deploy: deployment,
    build,
    cap_add: listOf(STRING, true),
    cap_drop: listOf(STRING, true),
    cgroupns_mode: since(9, STRING),
    cgroup_parent: STRING,
    command: shellCommand,
    configs: since(3, fileReference),
    container_name: STRING,
    credential_spec: since(3, closed({ config: since(8, STRING), file: STRING, registry: STRING })),
    depends_on: listOfStrings,
    devices: listOf(STRING, true),
    dns: stringOrList,
    dns_search: stringOrList,
    domainname: STRING,
    entrypoint: shellCommand,
    env_file: stringOrList,
    environment: listOrDict,
    expose: listOf(type("string", "number"), true),
    external_links: listOf(STRING, true),
    extra_hosts: listOrDict,
    healthcheck,
    hostname: STRING,
    image: STRING,
    init: since(7, BOOLEAN),
    ipc: STRING,
    isolation: since(5, STRING),
    labels: listOrDict,
    links: listOf(STRING, true),
    logging: closed({ driver: STRING, options: mapOf(type("string", "number", "null")) }),
    mac_address: STRING,
    network_mode: STRING,
    networks: oneOf(listOfStrings, { types: ["object"], patterns: [[NAME, oneOf(serviceNetwork, type("null"))]], closed: true }),
    pid: type("string", "null"),
    ports,
    privileged: BOOLEAN,
    read_only: BOOLEAN,
    restart: STRING,
    security_opt: listOf(STRING, true),
    shm_size: type("number", "string"),
    secrets: since(1, fileReference),
    sysctls: listOrDict,
    stdin_open: BOOLEAN,
    stop_grace_period: DURATION,
    stop_signal: STRING,
    tmpfs: stringOrList,
    tty: BOOLEAN,
    ulimits: {
      types: ["object"],
      patterns: [[/^[a-z]+$/, oneOf(INTEGER, closed({ hard: INTEGER, soft: INTEGER }, { required: ["soft", "hard"] }))]],
    },
    oom_score_adj: since(13, INTEGER),
    user: STRING,
    userns_mode: STRING,
    volumes: oneOf(until(2, listOf(STRING, true)), since(2, listOf(oneOf(STRING, longVolume)))),
    working_dir: STRING,
  },
  { patterns: [EXTENSION] },
);

const external = closed({ name: STRING }, { types: ["boolean", "object"] });
const looseExternal = { types: ["boolean", "object"], keys: { name: STRING } };
const objectOrNull: Schema = { types: ["object", "null"], patterns: [EXTENSION] };

const network = closed(
  {
    name: since(5, STRING),
    driver: STRING,
    driver_opts: driverOpts,
    ipam: closed({ driver: STRING, config: listOf(closed({ subnet: STRING })) }),
    external,
    internal: BOOLEAN,
    attachable: since(2, BOOLEAN),
    labels: listOrDict,
  },
  objectOrNull,
);

const topology = listOf(open({ segments: listOrDict }));
const clusterSpec = open({
  group: STRING,
  access_mode: open({
    scope: STRING,
    sharing: STRING,
    block_volume: type("object"),
    mount_volume: open({ fs_type: STRING, mount_flags: listOf(STRING) }),
  }),
  accessibility_requirements: open({ requisite: topology, preferred: topology }),
  capacity_range: open({ required_bytes: STRING, limit_bytes: STRING }),
  availability: STRING,
  secrets: listOf(open({ key: STRING, secret: STRING })),
});
const volume = closed(
  { name: since(4, STRING), driver: STRING, driver_opts: driverOpts, external, labels: listOrDict, "x-cluster-spec": since(10, clusterSpec) },
  objectOrNull,
);

const fileObject = { name: since(5, STRING), file: STRING, external: looseExternal, labels: listOrDict };
const secret = closed(
  { ...fileObject, driver: since(8, STRING), driver_opts: since(8, driverOpts), template_driver: since(8, STRING) },
  { patterns: [EXTENSION] },
);
const config = closed({ ...fileObject, template_driver: since(8, STRING) }, { patterns: [EXTENSION] });

/** A whole stack file. Extensions (`x-…`) stand at the top since 3.4 and in services, networks and the like since 3.7. */
export const STACK_FILE: Schema = closed(
  {
    version: STRING,
    services: named(service),
    networks: { types: ["object"], patterns: [[NAME, network]] },
    volumes: named(volume),
    secrets: since(1, named(secret)),
    configs: since(3, named(config)),
  },
  { patterns: [EXTENSION] },
);

/** Newest minor version of the format. */
export const NEWEST_MINOR = 13;
/** Minor version since which extensions are allowed: at the top of a file, and elsewhere. */
export const EXTENSIONS_SINCE = { top: 4, inner: 7 };
/** Minor version since which a file may lack its version. */
export const VERSIONLESS_SINCE = 10;
