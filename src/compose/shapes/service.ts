import { isMapping, type Mapping } from "../yaml.ts";
import { type Field, goType, type Kind } from "./kind.ts";
import {
  bytes,
  command,
  duration,
  environment,
  flag,
  healthTest,
  hosts,
  keyedList,
  listOf,
  loadFields,
  mapOf,
  optionalFlag,
  struct,
  text,
  textMap,
  textOrList,
} from "./kinds.ts";
import { integer, number, unsigned } from "./numbers.ts";
import { ports } from "./ports.ts";
import { volumes } from "./volumes.ts";

/** A field whose name in docker's types is the key with a capital, or the key where it has an underscore. */
export const field = (key: string, kind: Kind, go = key.includes("_") ? key : `${key[0]?.toUpperCase()}${key.slice(1)}`): Field => ({ key, kind, go });

const build = struct(
  [
    field("context", text),
    field("dockerfile", text),
    field("args", environment),
    field("labels", textMap),
    field("cache_from", textOrList),
    field("extra_hosts", hosts),
    field("network", text),
    field("target", text),
  ],
  { short: "context" },
);

const FILE_REFERENCE: readonly Field[] = [
  field("source", text),
  field("target", text),
  field("uid", text, "UID"),
  field("gid", text, "GID"),
  field("mode", unsigned(true, 32)),
];
const fileReferences = keyedList(FILE_REFERENCE, "source", (value, place, refuse) =>
  Array.isArray(value)
    ? value.map((entry, at) => (typeof entry === "string" ? { source: entry } : loadFields(FILE_REFERENCE, entry as Mapping, `${place}[${at}]`, refuse)))
    : undefined,
);

const updateConfig = struct(
  [
    field("parallelism", unsigned(true)),
    field("delay", duration(false)),
    field("failure_action", text),
    field("monitor", duration(false)),
    field("max_failure_ratio", number),
    field("order", text),
  ],
  { pointer: true },
);

const genericResource = struct(
  [field("discrete_resource_spec", struct([field("kind", text), field("value", { ...integer, show: (value) => value })], { pointer: true }))],
  { pointer: true },
);

const deploy = struct([
  field("mode", text),
  field("replicas", unsigned(true)),
  field("labels", textMap),
  field("update_config", updateConfig),
  field("rollback_config", updateConfig),
  field(
    "resources",
    struct([
      field("limits", struct([field("cpus", text, "cpus"), field("memory", bytes, "memory"), field("pids", integer, "pids")], { pointer: true })),
      field(
        "reservations",
        struct([field("cpus", text, "cpus"), field("memory", bytes, "memory"), field("generic_resources", listOf(genericResource))], { pointer: true }),
      ),
    ]),
  ),
  field(
    "restart_policy",
    struct([field("condition", text), field("delay", duration(true)), field("max_attempts", unsigned(true)), field("window", duration(true))], {
      pointer: true,
    }),
  ),
  field(
    "placement",
    struct([
      field("constraints", listOf()),
      field("preferences", listOf(struct([field("spread", text)], { pointer: true }))),
      field("max_replicas_per_node", unsigned(false)),
    ]),
  ),
  field("endpoint_mode", text),
]);

const healthcheck = struct(
  [
    field("test", healthTest),
    field("timeout", duration(true)),
    field("interval", duration(true)),
    field("retries", unsigned(true)),
    field("start_period", duration(true)),
    field("start_interval", duration(true)),
    field("disable", flag),
  ],
  { pointer: true },
);

const LOGGING: readonly Field[] = [field("driver", text), field("options", textMap)];
const logging: Kind = {
  ...struct(LOGGING, { pointer: true }),
  merge(base, over) {
    const [before, after] = [base as Mapping, over as Mapping];
    if (before.driver && after.driver && before.driver !== after.driver) return after;
    return { driver: before.driver ?? after.driver, options: { ...(before.options as Mapping), ...(after.options as Mapping) } };
  },
};

const SERVICE_NETWORK: readonly Field[] = [field("aliases", listOf()), field("driver_opts", textMap), field("ipv4_address", text), field("ipv6_address", text)];

/** Of a network that two files name, the later file's aliases and addresses hold, the first one's options stay. */
function mergeNetworks(base: unknown, over: unknown): unknown {
  const merged = new Map(Object.entries(base as Record<string, Mapping | null>));
  for (const [name, after] of Object.entries(over as Record<string, Mapping | null>)) {
    const before = merged.get(name);
    if (!before) merged.set(name, after);
    else if (after) {
      const { aliases: _replaced, ...kept } = before;
      const { driver_opts: _ignored, ...set } = after;
      merged.set(name, { ...kept, ...set });
    }
  }
  return Object.fromEntries(merged);
}

const networks: Kind = {
  ...mapOf(struct(SERVICE_NETWORK, { pointer: true }), mergeNetworks),
  load(value, place, refuse) {
    const named = Array.isArray(value) ? Object.fromEntries(value.map((name) => [String(name), null])) : value;
    return mapOf(struct(SERVICE_NETWORK, { pointer: true }), mergeNetworks).load(named, place, refuse);
  },
};

const LIMITS: readonly Field[] = [field("single", integer), field("soft", integer), field("hard", integer)];
const ulimit: Kind = {
  load(value, place, refuse) {
    if (isMapping(value)) return loadFields(LIMITS, value, place, refuse);
    const type = goType(value);
    if (type === "int") return { single: value };
    refuse(place, `invalid type ${type} for ulimits`);
    return undefined;
  },
  show(value) {
    const { single, soft, hard } = value as Mapping;
    return single || { ...(soft ? { soft } : {}), ...(hard ? { hard } : {}) };
  },
  merge: (_base, over) => over,
};
const byKey: Kind["merge"] = (base, over) => ({ ...(base as Mapping), ...(over as Mapping) });

/** Everything a service may set, in the order in which `stack config` prints it. */
export const SERVICE: readonly Field[] = [
  field("build", build),
  field("cap_add", listOf()),
  field("cap_drop", listOf()),
  field("cgroupns_mode", text),
  field("cgroup_parent", text),
  field("command", command),
  field("configs", fileReferences),
  field("container_name", text),
  field("credential_spec", struct([field("config", text), field("file", text), field("registry", text)])),
  field("depends_on", listOf()),
  field("deploy", deploy),
  field("devices", listOf()),
  field("dns", textOrList, "DNS"),
  field("dns_search", textOrList),
  field("domainname", text),
  field("entrypoint", command),
  field("environment", environment),
  field("env_file", textOrList),
  field("expose", textOrList),
  field("external_links", listOf()),
  field("extra_hosts", hosts),
  field("hostname", text),
  field("healthcheck", healthcheck, "HealthCheck"),
  field("image", text),
  field("init", optionalFlag),
  field("ipc", text),
  field("isolation", text, "isolation"),
  field("labels", textMap),
  field("links", listOf()),
  field("logging", logging),
  field("mac_address", text),
  field("network_mode", text),
  field("networks", networks),
  field("pid", text),
  field("ports", ports),
  field("privileged", flag),
  field("read_only", flag),
  field("restart", text),
  field("secrets", fileReferences),
  field("security_opt", listOf()),
  field("shm_size", text),
  field("stdin_open", flag),
  field("stop_grace_period", duration(true)),
  field("stop_signal", text),
  field("sysctls", textMap),
  field("tmpfs", textOrList),
  field("tty", flag),
  field("ulimits", mapOf(ulimit, byKey)),
  field("user", text),
  field("userns_mode", text),
  field("volumes", volumes),
  field("working_dir", text),
];
