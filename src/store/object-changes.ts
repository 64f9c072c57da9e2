/** A difference between two states: an object that came, went or changed. `kind` is the noun of its command line: "network". */
export interface ObjectChange {
  readonly action: "add" | "change" | "remove";
  readonly kind: string;
  readonly name: string;
}

type Json = Readonly<Record<string, unknown>>;

/** An object by what it is called, and what of it counts as a change. */
type Objects = Map<string, { readonly kind: string; readonly name: string; readonly text: string }>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const members = (value: unknown): [string, Json][] => (isObject(value) ? Object.entries(value).filter((row): row is [string, Json] => isObject(row[1])) : []);

/** Objects of a swarm: noun, field of the cluster. */
const OF_SWARMS = [
  ["network", "Networks"],
  ["secret", "Secrets"],
  ["config", "Configs"],
  ["service", "Services"],
] as const;
/** Objects of a host: noun, field of the host. */
const OF_HOSTS = [
  ["network", "Networks"],
  ["container", "Containers"],
  ["volume", "Volumes"],
] as const;
/** Networks that every host and swarm has. */
const BUILT_IN = new Set(["bridge", "host", "none", "docker_gwbridge"]);

function nameOf(object: Json, key: string): string {
  const spec = isObject(object.Spec) ? object.Spec : {};
  const name = spec.Name ?? object.Name;
  return typeof name === "string" && name !== "" ? name.replace(/^\//, "") : key;
}

/** The objects of the text of a state file. */
function objectsOf(text: string | undefined): Objects {
  const found: Objects = new Map();
  const state: unknown = text === undefined ? {} : JSON.parse(text);
  const { hosts, swarms } = isObject(state) ? state : { hosts: {}, swarms: {} };
  const put = (kind: string, place: string, name: string, value: unknown): unknown =>
    found.set(JSON.stringify([kind, place, name]), { kind, name, text: JSON.stringify(value) ?? "" });
  for (const [host, value] of members(hosts)) {
    put(
      "host",
      "",
      host,
      Object.entries(value).filter(([, one]) => !isObject(one)),
    );
    for (const [kind, field] of OF_HOSTS)
      for (const [key, object] of members(value[field])) {
        const name = nameOf(object, key);
        // Containers of tasks follow from their service.
        const ofTask = isObject(object.Config) && isObject(object.Config.Labels) && object.Config.Labels["com.docker.swarm.task.id"] !== undefined;
        if (!ofTask && !(kind === "network" && (BUILT_IN.has(name) || object.Scope === "swarm")))
          put(kind, host, name, kind === "container" ? object.State : object);
      }
  }
  for (const [id, cluster] of members(swarms)) {
    put("swarm", id, "default", cluster.Spec);
    for (const [key, node] of members(cluster.Nodes)) {
      const { Hostname } = isObject(node.Description) ? node.Description : {};
      put("node", id, typeof Hostname === "string" ? Hostname : key, node.Spec);
    }
    for (const [kind, field] of OF_SWARMS)
      for (const [key, object] of members(cluster[field])) {
        const name = nameOf(object, key);
        if (kind !== "network" || !BUILT_IN.has(name)) put(kind, id, name, object.Spec ?? object.IPAM);
      }
  }
  return found;
}

/**
 * Which objects differ between the texts of two state files, whose absence (undefined) is a state without any; what came first, then what
 * changed, then what went. Tasks, addresses and counters follow from these and are not named. Throws SyntaxError for what is no JSON.
 */
export function objectChanges(before: string | undefined, after: string | undefined): ObjectChange[] {
  const [old, fresh] = [objectsOf(before), objectsOf(after)];
  const pick = (action: ObjectChange["action"], from: Objects, isOne: (key: string, text: string) => boolean): ObjectChange[] =>
    [...from].filter(([key, { text }]) => isOne(key, text)).map(([, { kind, name }]) => ({ action, kind, name }));
  return [
    ...pick("add", fresh, (key) => !old.has(key)),
    ...pick("change", fresh, (key, text) => old.has(key) && old.get(key)?.text !== text),
    ...pick("remove", old, (key) => !fresh.has(key)),
  ];
}
