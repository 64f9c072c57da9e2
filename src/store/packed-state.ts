import { layOut, type TaskLines, taskLine } from "./layout.ts";
import { containerTime, isPackedTask, type PackedTask, packTask, TaskContext, unpackContainer, unpackTask } from "./packed-task.ts";
import type { Cluster, Host, State, StoredContainer, StoredTask } from "./schema.ts";

/** The tasks of a swarm as they were read. A line is kept for as long as its task, and what that follows from, stay the same. */
interface ReadTasks {
  readonly tasks: readonly StoredTask[];
  readonly lines: readonly string[];
  /** Raft index of each task: every change of a task is a write with a new one. */
  readonly versions: readonly number[];
  /** Places in these lists of the tasks whose container stands in their line, by host. */
  readonly byHost: ReadonlyMap<string, readonly number[]>;
  readonly sources: Sources;
}
const readTasks = new WeakMap<Cluster, ReadTasks>();

/** What tasks follow from: parts of objects, which are replaced and never changed. */
interface Sources {
  readonly services: ReadonlyMap<string, { readonly spec: unknown; readonly endpoint: unknown }>;
  readonly networks: ReadonlyMap<string, unknown>;
}

function sourcesOf({ Services, Networks }: Cluster): Sources {
  return {
    services: new Map(Object.values(Services).map(({ ID, Spec, Endpoint }) => [ID, { spec: Spec, endpoint: Endpoint }])),
    networks: new Map(Object.values(Networks).map(({ ID, Version }) => [ID, Version])),
  };
}

/** Containers of a host that have not been looked at since the state was read. */
interface Untouched {
  readonly cluster: Cluster;
  /** Containers that do not follow from a task; the others do. */
  readonly apart: Record<string, StoredContainer>;
}
const untouched = new WeakMap<Host, Untouched>();

/** A property that is made when it is first asked for. */
function lazily<T extends object, K extends keyof T>(object: T, key: K, make: () => T[K]): void {
  const settle = (value: T[K]): void => void Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(object, key, {
    get: () => {
      const value = make();
      settle(value);
      return value;
    },
    set: settle,
    enumerable: true,
    configurable: true,
  });
}

/** Host of each node of a swarm, by node ID. */
const hostNames = (cluster: Cluster): Map<string, string> => new Map(Object.values(cluster.Nodes).map(({ ID, Host }) => [ID, Host]));

/**
 * Turns what a file says into a state. Tasks are made when someone asks for them (they must be asked for before their services
 * or networks change), the containers of a host when someone asks for those. `linesOf` gives the lines of the tasks; one that
 * is no task's throws what `damaged` gives.
 */
export function unpackState(rest: State, linesOf: () => TaskLines, damaged: () => Error): State {
  for (const cluster of Object.values(rest.swarms)) {
    const names = hostNames(cluster);
    lazily(cluster, "Tasks", () => {
      const lines = linesOf()[cluster.ID] ?? [];
      try {
        return unpackTasks(cluster, names, lines);
      } catch (error) {
        throw error instanceof SyntaxError ? damaged() : error;
      }
    });
    for (const name of names.values()) {
      const host = rest.hosts[name];
      if (host) unpackContainers(host, cluster);
    }
  }
  return rest;
}

function unpackTasks(cluster: Cluster, names: ReadonlyMap<string, string>, lines: readonly string[]): Record<string, StoredTask> {
  const context = new TaskContext(cluster);
  const tasks: Record<string, StoredTask> = {};
  const all: StoredTask[] = [];
  const versions: number[] = [];
  const byHost = new Map<string, number[]>();
  for (let at = 0; at < lines.length; at++) {
    const { id, packed } = readLine(lines[at] as string);
    const task = unpackTask(id, packed, context);
    tasks[id] = task;
    all.push(task);
    versions.push(packed.Index);
    const host = packed.Times[3] === undefined ? undefined : names.get(packed.Node ?? "");
    if (host === undefined) continue;
    const places = byHost.get(host);
    if (places) places.push(at);
    else byHost.set(host, [at]);
  }
  readTasks.set(cluster, { tasks: all, lines, versions, byHost, sources: sourcesOf(cluster) });
  return tasks;
}

/** Takes a line of a task apart. Throws a SyntaxError for one that is no task's. */
function readLine(line: string): { id: string; packed: PackedTask } {
  const end = line.indexOf('"', 1);
  const packed: unknown = JSON.parse(line.slice(end + 3));
  if (!isPackedTask(packed)) throw new SyntaxError("no task");
  return { id: line.slice(1, end), packed };
}

/** Makes the containers of a swarm's tasks come to a host when they are asked for. */
function unpackContainers(host: Host, cluster: Cluster): void {
  const apart = host.Containers;
  untouched.set(host, { cluster, apart });
  lazily(host, "Containers", () => {
    untouched.delete(host);
    // Only once the tasks were asked for is it known which of them are here.
    void cluster.Tasks;
    const read = readTasks.get(cluster) as ReadTasks;
    const made = (read.byHost.get(host.Name) ?? []).map((at) => {
      const { packed } = readLine(read.lines[at] as string);
      return unpackContainer(read.tasks[at] as StoredTask, packed.Container ?? [], containerTime(packed) as string);
    });
    return inOrder([...Object.values(apart), ...made]);
  });
}

/** Containers by ID, in the order in which they were made: times of the engine never repeat. */
function inOrder(containers: readonly StoredContainer[]): Record<string, StoredContainer> {
  const time = ({ Created }: StoredContainer): string => Created.slice(0, -1);
  const sorted = [...containers].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
  return Object.fromEntries(sorted.map((container) => [container.Id, container]));
}

/** The state as the text of its file. */
export function stateText(state: State): string {
  touchChanged(state);
  const tasks: Record<string, readonly string[]> = {};
  /** Containers that stand in the line of their task. */
  const derived = new Set<string>();
  for (const cluster of Object.values(state.swarms)) tasks[cluster.ID] = packTasks(state, cluster, derived);
  const apart = (host: Host): Record<string, StoredContainer> =>
    untouched.get(host)?.apart ?? Object.fromEntries(Object.entries(host.Containers).filter(([id]) => !derived.has(id)));
  const hosts = Object.fromEntries(Object.entries(state.hosts).map(([name, host]) => [name, withContainers(host, apart(host))]));
  const swarms = Object.fromEntries(Object.entries(state.swarms).map(([id, cluster]) => [id, withoutTasks(cluster)]));
  return layOut({ ...state, hosts, swarms }, tasks);
}

/** A copy of a host with other containers, its fields in their order; its own containers are not looked at. */
function withContainers(host: Host, containers: Record<string, StoredContainer>): Host {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(host) as (keyof Host)[]) copy[key] = key === "Containers" ? containers : host[key];
  return copy as unknown as Host;
}

function withoutTasks({ Tasks: _tasks, ...rest }: Cluster): Omit<Cluster, "Tasks"> {
  return rest;
}

/** Makes the containers of those hosts whose tasks are not all there any more, so that none goes with its task's line. */
function touchChanged(state: State): void {
  const nodes = new Map(Object.values(state.swarms).map((cluster) => [cluster, hostNames(cluster)]));
  for (const [name, host] of Object.entries(state.hosts)) {
    const cluster = untouched.get(host)?.cluster;
    if (!cluster) continue;
    const names = nodes.get(cluster);
    const { Tasks } = cluster;
    const read = readTasks.get(cluster);
    const isThere = (at: number): boolean => {
      const task = Tasks[read?.tasks[at]?.ID as string];
      return task !== undefined && names?.get(task.NodeID ?? "") === name;
    };
    if (!(read?.byHost.get(name) ?? []).every(isThere)) void host.Containers;
  }
}

function packTasks(state: State, cluster: Cluster, derived: Set<string>): string[] {
  const context = new TaskContext(cluster);
  const hosts = new Map([...hostNames(cluster)].map(([id, name]) => [id, state.hosts[name]]));
  const lines: string[] = [];
  const tasks = cluster.Tasks;
  const lineAt = unchangedLines(cluster);
  for (const id in tasks) {
    const task = tasks[id] as StoredTask;
    const host = hosts.get(task.NodeID ?? "");
    const { line, same } = lineAt(task);
    if (line !== undefined && same && host && untouched.has(host)) {
      lines.push(line);
      continue;
    }
    const packed = packTask(task, host && !untouched.has(host) ? host.Containers[task.ContainerID ?? ""] : undefined, context);
    if (host && untouched.has(host)) addContainer(packed, line);
    else if (containerTime(packed) !== undefined) derived.add(task.ContainerID as string);
    lines.push(taskLine(id, packed));
  }
  return lines;
}

/**
 * Gives the line that a task was read from, and whether it still says what the task is. Asked for the tasks in their order.
 */
function unchangedLines(cluster: Cluster): (task: StoredTask) => { line?: string; same: boolean } {
  const read = readTasks.get(cluster);
  if (!read) return () => ({ same: false });
  const { services, networks } = changedSources(read.sources, sourcesOf(cluster));
  let at = 0;
  return (task) => {
    while (at < read.tasks.length && read.tasks[at] !== task) at++;
    if (at >= read.tasks.length) return { same: false };
    const onChanged = (): boolean => task.NetworksAttachments?.some(({ Network }) => networks.has(Network.ID)) ?? false;
    const same = task.Version.Index === read.versions[at] && !services.has(task.ServiceID ?? "") && (networks.size === 0 || !onChanged());
    return { line: read.lines[at] as string, same };
  };
}

/** IDs of the services and networks that are other than they were. */
function changedSources(then: Sources, now: Sources): { services: Set<string>; networks: Set<string> } {
  const services = [...then.services].filter(([id, { spec, endpoint }]) => now.services.get(id)?.spec !== spec || now.services.get(id)?.endpoint !== endpoint);
  const networks = [...then.networks].filter(([id, version]) => now.networks.get(id) !== version);
  return { services: new Set(services.map(([id]) => id)), networks: new Set(networks.map(([id]) => id)) };
}

/** Adds the container of the line that was read to a task's line. */
function addContainer(packed: PackedTask, line: string | undefined): void {
  const read = line === undefined ? undefined : readLine(line).packed;
  const time = read?.Times[3];
  if (time === undefined || !read?.Container) return;
  packed.Times.push(time);
  packed.Container = read.Container;
}
