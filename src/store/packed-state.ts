import { own } from "../values/own.ts";
import { clearMarks, marksOf } from "./changes.ts";
import { always, StateText, type TaskLines, taskLine } from "./layout.ts";
import type { LineChange } from "./line-tree.ts";
import { type ContextChanges, containerTime, type PackedTask, packTask, TaskContext } from "./packed-task.ts";
import { ReadTasks } from "./read-tasks.ts";
import type { Cluster, Host, State, StoredContainer, StoredTask } from "./schema.ts";
import type { PackedParts, SeenState } from "./seen-state.ts";
import { readTasksOf, setReadTasks } from "./swarm-tasks.ts";

/** Containers of a host that nobody asked for since the state was read: those of tasks of a swarm, and the others. */
interface Untouched {
  readonly cluster: Cluster;
  readonly apart: Record<string, StoredContainer>;
  /** Whether some of them were added since. */
  grown?: boolean;
}
const untouched = new WeakMap<Host, Untouched>();

/** Gives a property its value, whatever it is now. */
function settle<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** A property that is made when it is first asked for. */
function lazily<T extends object, K extends keyof T>(object: T, key: K, make: () => T[K]): void {
  Object.defineProperty(object, key, {
    get: () => {
      const value = make();
      settle(object, key, value);
      return value;
    },
    set: (value: T[K]) => settle(object, key, value),
    enumerable: true,
    configurable: true,
  });
}

/** Host of each node of a swarm, by node ID. */
const hostNames = (cluster: Cluster): Map<string, string> => new Map(Object.values(cluster.Nodes).map(({ ID, Host }) => [ID, Host]));

/**
 * Turns what a file says into a state. Tasks are made when someone asks for them, the containers of a host when someone asks
 * for those. `linesOf` gives the lines of the tasks; one that is no task's throws what `damaged` gives.
 */
export function unpackState(rest: State, linesOf: () => TaskLines, damaged: () => Error): State {
  for (const cluster of Object.values(rest.swarms))
    putOff(rest, cluster, new ReadTasks(() => linesOf()[cluster.ID] ?? [], new TaskContext(cluster), hostNames(cluster), damaged));
  return rest;
}

/**
 * Puts off making the tasks of a swarm and the containers of its hosts, of `some` of them where the others' are put off already; their
 * `Containers` are those that stand by themselves.
 */
function putOff(state: State, cluster: Cluster, read: ReadTasks, some?: { has(host: Host): boolean }): void {
  setReadTasks(cluster, read);
  lazily(cluster, "Tasks", () => read.materialise());
  for (const name of read.hosts.values()) {
    const host = state.hosts[name];
    if (host && (some?.has(host) ?? true)) unpackContainers(host, cluster);
  }
}

/** Makes the containers of a swarm's tasks come to a host when they are asked for, by what the tasks' lines say then. */
function unpackContainers(host: Host, cluster: Cluster): void {
  const apart = host.Containers;
  untouched.set(host, { cluster, apart });
  lazily(host, "Containers", () => {
    untouched.delete(host);
    return inOrder([...Object.values(apart), ...(readTasksOf(cluster)?.containersOn(host.Name) ?? [])]);
  });
}

/** Whether nobody has asked for the containers of a host, or added one, since the state was read or folded: they are as they were then. */
export function hasContainersAsFolded(host: Host): boolean {
  return untouched.get(host)?.grown !== true && untouched.has(host);
}

/** The containers of such a host, for whoever asks later, as they were when the state was folded last before that. */
export function putOffContainers(host: Host): () => StoredContainer[] {
  const { cluster, apart } = untouched.get(host) as Untouched;
  const kept = Object.keys(apart).length > 0 ? structuredClone(Object.values(apart)) : [];
  return () => [...kept, ...(readTasksOf(cluster)?.containersAsRead(host.Name) ?? [])];
}

/** Adds a new container to a host. Those that are there stay in their tasks' lines where they are. */
export function addContainer(host: Host, container: StoredContainer): void {
  const kept = untouched.get(host);
  if (kept) kept.grown = true;
  (kept ? kept.apart : host.Containers)[container.Id] = container;
}

/** Containers by ID, in the order in which they were made: times of the engine never repeat. */
function inOrder(containers: readonly StoredContainer[]): Record<string, StoredContainer> {
  const time = ({ Created }: StoredContainer): string => Created.slice(0, -1);
  const sorted = [...containers].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
  return Object.fromEntries(sorted.map((container) => [container.Id, container]));
}

/** Looks at every task of a state that was read, which may be damaged. Throws state-corrupt. */
export function checkTasks(state: State): void {
  for (const cluster of Object.values(state.swarms)) readTasksOf(cluster)?.check();
}

function pack(state: State): PackedParts {
  touchChanged(state);
  const derived = new Set<string>();
  const tasks = new Map(Object.values(state.swarms).map((cluster) => [cluster, packTasks(state, cluster, derived)]));
  const touched = Object.values(state.hosts).filter((host) => untouched.get(host)?.grown ?? !untouched.has(host));
  const apart = (host: Host): Record<string, StoredContainer> =>
    Object.fromEntries(Object.entries(untouched.get(host)?.apart ?? host.Containers).filter(([id]) => !derived.has(id)));
  return { tasks, apart: new Map(touched.map((host) => [host, apart(host)])), apartOf: (host) => untouched.get(host)?.apart ?? host.Containers };
}

function textOf(state: State, { tasks, apart, apartOf }: PackedParts): StateText {
  const hosts = Object.entries(state.hosts).map(([name, host]) => [name, replaced(host, "Containers", apart.get(host) ?? apartOf(host))]);
  const swarms = Object.fromEntries(Object.entries(state.swarms).map(([id, cluster]) => [id, replaced(cluster, "Tasks", undefined)]));
  return StateText.of({ ...state, hosts: Object.fromEntries(hosts), swarms }, Object.fromEntries([...tasks].map(([{ ID }, { lines }]) => [ID, lines])));
}

/** The state as the text of its file. */
export function stateText(state: State): string {
  return textOf(state, pack(state)).toString();
}

/**
 * The state as the text of its file; and the state becomes as if it were read from that: its tasks and their containers are lines again, until
 * someone asks for them. Objects that were taken from it are no part of it any more.
 */
export function foldState(state: State): StateText {
  const packed = pack(state);
  const text = textOf(state, packed);
  fold(state, packed);
  return text;
}

/** The lines of the file that have changed since `seen` was asked last; the state becomes as after {@link foldState}. */
export function foldChanges(state: State, seen: SeenState): LineChange[] {
  const packed = pack(state);
  const changes = seen.changes(state, packed);
  fold(state, packed);
  return changes;
}

function fold(state: State, { tasks, apart }: PackedParts): void {
  for (const [host, own] of apart) settle(host, "Containers", own);
  for (const [cluster, read] of tasks) {
    putOff(state, cluster, read, apart);
    clearMarks(cluster);
  }
}

/** A copy of an object with another value of a field, in its place; the field of the object itself is not looked at. */
function replaced<T extends object, K extends keyof T>(object: T, field: K, value: T[K] | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.keys(object).map((key) => [key, key === field ? value : object[key as keyof T]]));
}

/** Hosts of the nodes as they are now: as the tasks were read with, where no node came, went or changed since. */
function hostNamesNow(cluster: Cluster): ReadonlyMap<string, string> {
  const known = readTasksOf(cluster)?.hosts;
  const isSame = known && [...marksOf(cluster).members].every(({ ID }) => !known.has(ID) && !cluster.Nodes[ID]);
  return isSame ? known : hostNames(cluster);
}

/** Makes the containers of those hosts whose tasks are not all there any more, so that none goes with its task's line. */
function touchChanged(state: State): void {
  for (const cluster of Object.values(state.swarms)) {
    const [read, names] = [readTasksOf(cluster), hostNamesNow(cluster)];
    if (!read || (!read.tasks && names === read.hosts)) continue;
    for (const [id, name] of read.hosts) {
      const host = state.hosts[name];
      if (!host || untouched.get(host)?.cluster !== cluster) continue;
      const isHere = (task: StoredTask | undefined): boolean => task !== undefined && names.get(task.NodeID ?? "") === name;
      // While the tasks are lines none has gone; whether their node still has this host is known by the nodes alone.
      const whole = read.tasks ? (read.byHost.get(name) ?? []).every((at) => isHere(cluster.Tasks[read.tasks?.[at]?.ID ?? ""])) : names.get(id) === name;
      if (!whole) void host.Containers;
    }
  }
  // A host whose swarm is gone keeps what it had by itself.
  for (const host of Object.values(state.hosts)) if (isOfNoSwarm(state, host)) void host.Containers;
}

const isOfNoSwarm = ({ swarms }: State, host: Host): boolean => {
  const cluster = untouched.get(host)?.cluster;
  return cluster !== undefined && swarms[cluster.ID] !== cluster;
};

/** Nothing of a state is written that could not be read. */
const unsound = (): Error => new Error("a task was written that cannot be read");

/** The tasks of a swarm as lines; notes in `derived` the containers that stand in them. */
function packTasks(state: State, cluster: Cluster, derived: Set<string>): ReadTasks {
  const read = readTasksOf(cluster);
  const { context, changes } = read?.context.after(cluster, marksOf(cluster).members) ?? { context: new TaskContext(cluster), changes: undefined };
  // Where tasks follow from what changed, those are objects already, or all of them become some.
  if (read && !read.tasks && changes?.networks.size === 0 && read.areTaken(changes.services)) return packAdded(state, cluster, read, context, derived);
  const names = hostNamesNow(cluster);
  const hosts = new Map([...names].map(([id, name]) => [id, state.hosts[name]]));
  const tasks = Object.values(cluster.Tasks);
  const placeOf = placesIn(read);
  const lines = tasks.map((task) => {
    const host = hosts.get(task.NodeID ?? "");
    const isUntouched = host !== undefined && untouched.has(host);
    const at = placeOf(task);
    if (read && changes && at !== undefined && isUntouched && task.Version.Index === read.versionAt(at) && !follows(task, changes))
      return read.lines[at] as string;
    const packed = packTask(task, host && containerOf(host, task), context);
    if (containerTime(packed) !== undefined) derived.add(task.ContainerID as string);
    else if (isUntouched) keepContainer(packed, at === undefined ? undefined : read?.packedAt(at));
    return taskLine(task.ID, packed);
  });
  return new ReadTasks(always(lines), context, names, unsound, { sound: true });
}

/** The lines of tasks that nobody asked for, with those of the new ones, and of those whose containers somebody asked for. */
function packAdded(state: State, cluster: Cluster, read: ReadTasks, context: TaskContext, derived: Set<string>): ReadTasks {
  const { index } = read;
  const lines = [...read.lines];
  const hosts = hostNamesNow(cluster);
  const changed = new Set(Object.entries(state.hosts).flatMap(([name, host]) => (untouched.has(host) ? [] : [name])));
  /** Places of tasks whose container is put into their line now, by host. */
  const fresh = new Map<string, number[]>([...changed].map((name) => [name, []]));
  const pack = (task: StoredTask, at: number): void => {
    const name = hosts.get(task.NodeID ?? "") ?? "";
    const host = state.hosts[name];
    const packed = packTask(task, host && containerOf(host, task), context);
    if (containerTime(packed) !== undefined) {
      derived.add(task.ContainerID as string);
      const places = fresh.get(name);
      if (places) places.push(at);
      else fresh.set(name, [at]);
    } else if (host && untouched.has(host) && at < read.lines.length) keepContainer(packed, read.packedAt(at));
    const line = taskLine(task.ID, packed);
    lines[at] = line;
    if (at < read.lines.length) index?.replace(at, line);
    else index?.add(at, task.ServiceID ?? "", line);
  };
  for (const name of changed) for (const at of read.byHost.get(name) ?? []) pack(read.taskAt(at), at);
  for (const [at, task] of read.taken) if (!changed.has(hosts.get(task.NodeID ?? "") ?? "") || lines[at] === read.lines[at]) pack(task, at);
  for (const task of read.added.values()) pack(task, lines.length);
  const { sound } = read;
  const known = { sound, ...(index && { index }) };
  if (!read.checked) return new ReadTasks(always(lines), context, hosts, unsound, known);
  const byHost = new Map(read.byHost);
  for (const [name, places] of fresh) byHost.set(name, changed.has(name) ? places : [...new Set([...(byHost.get(name) ?? []), ...places])]);
  return new ReadTasks(always(lines), context, hosts, unsound, { ...known, byHost });
}

/** Whether a task follows from a service or network that has changed. */
function follows(task: StoredTask, { services, networks }: ContextChanges): boolean {
  return services.has(task.ServiceID ?? "") || (networks.size > 0 && (task.NetworksAttachments ?? []).some(({ Network }) => networks.has(Network.ID)));
}

/** Finds the place that a task was read from. Asked for the tasks in their order. */
function placesIn(read: ReadTasks | undefined): (task: StoredTask) => number | undefined {
  const tasks = read?.tasks ?? [];
  let at = 0;
  return (task) => {
    while (at < tasks.length && tasks[at] !== task) at++;
    return at < tasks.length ? at : undefined;
  };
}

/** The container of a task where it is an object: one of a host whose containers were asked for, or a new one. */
function containerOf(host: Host, { ContainerID = "" }: StoredTask): StoredContainer | undefined {
  return own(untouched.get(host)?.apart ?? host.Containers, ContainerID);
}

/** Adds the container of the line that was read to a task's line. */
function keepContainer(packed: PackedTask, read: PackedTask | undefined): void {
  const time = read?.Times[3];
  if (time === undefined || !read?.Container) return;
  packed.Times.push(time);
  packed.Container = read.Container;
}
