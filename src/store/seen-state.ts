import { stringifyExact } from "../values/exact-json.ts";
import { own } from "../values/own.ts";
import { clearHost, isMarked, marksOf } from "./changes.ts";
import { OPEN } from "./layout.ts";
import type { LineChange } from "./line-tree.ts";
import type { ReadTasks } from "./read-tasks.ts";
import type { Cluster, Host, State, StoredContainer } from "./schema.ts";

/** Maps of a swarm's objects, which are marked where they change. */
const MAPS = ["Nodes", "Networks", "Services", "Secrets", "Configs"] as const;

/** Text of lines as they were seen last, by key. */
type Texts = Map<string, Texts | string>;

/** A swarm as it was seen last. */
interface SeenCluster {
  cluster: Cluster | undefined;
  /** All but its tasks and the maps of its objects. */
  readonly rest: Texts;
  /** IDs of its objects. */
  readonly ids: Readonly<Record<(typeof MAPS)[number], Set<string>>>;
  /** Cursors of addresses, by network and subnet: there are as many as networks, and few move at once. */
  readonly cursors: Map<string, string>;
  /** The object that the cursors stood in. */
  cursorsIn: object | undefined;
  tasks: readonly string[];
}

/** Parts of a state that are not written as they are. */
export interface PackedParts {
  /** Tasks by swarm. */
  readonly tasks: ReadonlyMap<Cluster, ReadTasks>;
  /** Of the hosts whose containers may have changed, those containers that do not stand in the line of a task. */
  readonly apart: ReadonlyMap<Host, Record<string, StoredContainer>>;
  /** Such containers of any other host. */
  apartOf(host: Host): Record<string, StoredContainer>;
}

/** Remembers how a state was written, and tells the lines that have changed since, at a cost that follows the change. */
export class SeenState {
  readonly #top: Texts = new Map();
  readonly #hosts = new Map<string, { readonly host: Host; readonly texts: Texts }>();
  readonly #swarms = new Map<string, SeenCluster>();

  /** The lines that differ from those of the last call; all of them at the first. Takes the marks of changed objects away. */
  changes(state: State, packed: PackedParts): LineChange[] {
    const out: LineChange[] = [];
    const { hosts, swarms, ...top } = state;
    this.#hostChanges(hosts, packed, out);
    this.#swarmChanges(swarms, packed, out);
    compare(this.#top, top, [], out);
    return out;
  }

  #hostChanges(hosts: State["hosts"], { apart, apartOf }: PackedParts, out: LineChange[]): void {
    // A host whose name is a number comes before those that were there.
    forget(this.#hosts, Object.keys(hosts), ["hosts"], out);
    for (const name in hosts) {
      const host = hosts[name] as Host;
      const known = this.#hosts.get(name);
      if (known?.host === host && !apart.has(host) && !isMarked(host)) continue;
      clearHost(host);
      const texts = known?.texts ?? new Map();
      this.#hosts.set(name, { host, texts });
      compare(texts, { ...members(host, "Containers"), Containers: apart.get(host) ?? apartOf(host) }, ["hosts", name], out, Object.keys(host));
    }
  }

  #swarmChanges(swarms: State["swarms"], { tasks }: PackedParts, out: LineChange[]): void {
    for (const id of this.#swarms.keys()) {
      if (swarms[id]) continue;
      this.#swarms.delete(id);
      out.push({ at: ["swarms", id] }, { at: ["tasks", id] });
    }
    for (const [id, cluster] of Object.entries(swarms)) {
      const known = this.#swarms.get(id) ?? newCluster(id, out);
      this.#swarms.set(id, known);
      this.#clusterChanges(known, cluster, out);
      const { lines } = tasks.get(cluster) as ReadTasks;
      taskChanges(known.tasks, lines, ["tasks", id], out);
      known.tasks = lines;
    }
  }

  #clusterChanges(known: SeenCluster, cluster: Cluster, out: LineChange[]): void {
    const at = ["swarms", cluster.ID];
    const { Cursors, ...rest } = members(cluster, "Tasks", ...MAPS) as unknown as Cluster;
    // Maps stand in their place from the beginning: a later change adds to them.
    const shown = { ...rest, ...Object.fromEntries(MAPS.map((kind) => [kind, NOTHING])), Cursors: { ...Cursors, Addresses: NOTHING } };
    compare(known.rest, shown, at, out, Object.keys(cluster));
    const { members: marked, cursors } = marksOf(cluster);
    const isSame = known.cluster === cluster;
    for (const kind of MAPS) {
      const now = cluster[kind] as Readonly<Record<string, Member>>;
      memberChanges(known.ids[kind], now, isSame ? [...marked].map(({ ID }) => ID) : keysOf(known.ids[kind], now), [...at, kind], out);
    }
    const { Addresses } = Cursors;
    const moved = isSame && known.cursorsIn === Addresses ? cursors : keysOf(known.cursors.keys(), Addresses);
    cursorChanges(known.cursors, Addresses, moved, [...at, "Cursors", "Addresses"], out);
    known.cluster = cluster;
    known.cursorsIn = Addresses;
  }
}

interface Member {
  readonly ID: string;
}

const NOTHING = Object.freeze({});

function newCluster(id: string, out: LineChange[]): SeenCluster {
  out.push({ at: ["tasks", id], value: "{}" });
  const ids = { Nodes: new Set<string>(), Networks: new Set<string>(), Services: new Set<string>(), Secrets: new Set<string>(), Configs: new Set<string>() };
  return { cluster: undefined, rest: new Map(), ids, cursors: new Map(), cursorsIn: undefined, tasks: [] };
}

/** An object without some of its members, which are not looked at. */
function members<T extends object>(object: T, ...without: readonly (keyof T)[]): Partial<T> {
  const kept = Object.keys(object).filter((key) => !without.includes(key as keyof T));
  return Object.fromEntries(kept.map((key) => [key, object[key as keyof T]])) as Partial<T>;
}

const isOpen = (value: unknown, depth: number): value is Record<string, unknown> =>
  depth < OPEN && typeof value === "object" && value !== null && !Array.isArray(value);

/** Tells what of an object differs from its texts, and notes it there; `order` is that of its keys. */
function compare(known: Texts, object: object, at: readonly string[], out: LineChange[], order: readonly string[] = Object.keys(object)): void {
  const now = object as Readonly<Record<string, unknown>>;
  const keys = order.filter((key) => now[key] !== undefined);
  forget(known, keys, at, out);
  for (const key of keys) {
    const [value, before, place] = [now[key], known.get(key), [...at, key]];
    if (isOpen(value, place.length)) {
      const texts: Texts = before instanceof Map ? before : new Map();
      if (texts !== before) {
        if (before !== undefined) out.push({ at: place });
        known.set(key, texts);
        out.push({ at: place, value: "{}" });
      }
      compare(texts, value, place, out);
      continue;
    }
    const text = stringifyExact(value);
    if (text === before) continue;
    known.set(key, text);
    out.push({ at: place, value: text });
  }
}

/** Forgets keys that are gone, and those that stand in another place now than they would if only new ones had come. */
function forget(known: Map<string, unknown>, keys: readonly string[], at: readonly string[], out: LineChange[]): void {
  if (known.size === 0) return;
  const there = new Set(keys);
  let place = 0;
  for (const key of known.keys()) {
    if (there.has(key) && keys[place] === key) {
      place++;
      continue;
    }
    known.delete(key);
    out.push({ at: [...at, key] });
  }
}

/** All keys that were there before or are there now. */
const keysOf = (before: Iterable<string>, now: object): Set<string> => new Set([...before, ...Object.keys(now)]);

/** Tells the objects of some IDs, of those that are in a map or were; all of them have changed. */
function memberChanges(known: Set<string>, now: Readonly<Record<string, Member>>, ids: Iterable<string>, at: readonly string[], out: LineChange[]): void {
  for (const id of ids) {
    const member = own(now, id);
    if (member) {
      known.add(id);
      out.push({ at: [...at, id], value: stringifyExact(member) });
    } else if (known.delete(id)) out.push({ at: [...at, id] });
  }
}

function cursorChanges(
  known: Map<string, string>,
  now: Readonly<Record<string, string>>,
  keys: Iterable<string>,
  at: readonly string[],
  out: LineChange[],
): void {
  for (const key of keys) {
    const address = own(now, key);
    if (known.get(key) === address) continue;
    if (address === undefined) {
      known.delete(key);
      out.push({ at: [...at, key] });
    } else {
      known.set(key, address);
      out.push({ at: [...at, key], value: JSON.stringify(address) });
    }
  }
}

const idOf = (line: string): string => line.slice(1, line.indexOf('"', 1));

/** Tells which lines of tasks, `"ID": {…}`, differ. Most are the very same, and stand in the same place. */
function taskChanges(before: readonly string[], now: readonly string[], at: readonly string[], out: LineChange[]): void {
  if (before === now) return;
  let first = 0;
  while (first < before.length && first < now.length && before[first] === now[first]) first++;
  const known = new Map(before.slice(first).map((line) => [idOf(line), line]));
  const lines = now.slice(first).map((line) => [idOf(line), line] as const);
  forget(
    known,
    lines.map(([id]) => id),
    at,
    out,
  );
  for (const [id, line] of lines) if (known.get(id) !== line) out.push({ at: [...at, id], value: line.slice(line.indexOf(": ") + 2) });
}
