import { parseExact } from "../values/exact-json.ts";
import { containerTime, isPackedTask, type PackedTask, specOf, type TaskContext, unpackContainer, unpackTask } from "./packed-task.ts";
import type { StoredContainer, StoredTask } from "./schema.ts";
import { serviceIn, TaskIndex } from "./task-index.ts";

/** What most questions about a task need of it: enough to say what it holds and where. */
export type TaskSketch = Pick<StoredTask, "Spec" | "Status" | "ServiceID" | "NodeID" | "NetworksAttachments">;

/**
 * The tasks of a swarm as lines of a state file. They become objects when someone asks for the swarm's `Tasks`, all at once; until then
 * they can be sketched one by one, which leaves no objects behind, and new tasks are kept beside them.
 */
export class ReadTasks {
  /** New tasks, while the others are lines. */
  readonly added = new Map<string, StoredTask>();
  /** Tasks that were taken out of their lines to be changed, by place, while the others are lines. */
  readonly taken = new Map<number, StoredTask>();
  readonly #takenById = new Map<string, StoredTask>();
  #lines: readonly string[] | undefined;
  #tasks: StoredTask[] | undefined;
  /** Raft index of each task: every change of a task is a write with a new one. */
  readonly #versions: number[] = [];
  #byHost: ReadonlyMap<string, readonly number[]> | undefined;
  readonly #sound: boolean;
  #index: TaskIndex | undefined;

  constructor(
    private readonly readLines: () => readonly string[],
    /** What tasks follow from, as it was when the file was read. */
    readonly context: TaskContext,
    /** Host of each node, by node ID, at that time. */
    readonly hosts: ReadonlyMap<string, string>,
    private readonly damaged: () => Error,
    /** `sound` where every line is known to be a task's; `byHost` where it is known which container is where; the `index` where it was made. */
    known: { readonly sound?: boolean; readonly byHost?: ReadonlyMap<string, readonly number[]>; readonly index?: TaskIndex } = {},
  ) {
    this.#sound = known.sound ?? false;
    this.#byHost = known.byHost;
    this.#index = known.index;
  }

  get lines(): readonly string[] {
    this.#lines ??= this.readLines();
    return this.#lines;
  }

  /** The tasks that were read, in their order, once they are objects. */
  get tasks(): readonly StoredTask[] | undefined {
    return this.#tasks;
  }

  /** Raft index that a task was read with. Only once they are objects. */
  versionAt(at: number): number | undefined {
    return this.#versions[at];
  }

  /** Makes all tasks; gives them with the new ones. Throws what `damaged` gives where a line is no task's. */
  materialise(): Record<string, StoredTask> {
    const all: StoredTask[] = [];
    const byId: Record<string, StoredTask> = {};
    this.#scan((id, packed, at) => {
      const task = this.taken.get(at) ?? unpackTask(id, packed, this.context);
      byId[id] = task;
      all.push(task);
      this.#versions.push(packed.Index);
    });
    for (const [id, task] of this.added) byId[id] = task;
    this.#tasks = all;
    return byId;
  }

  /** Shows every task that was read, and every new one. Stops when `visit` gives false. */
  sketch(visit: (task: TaskSketch) => boolean): boolean {
    let going = true;
    this.#scan((_id, packed, at) => {
      going &&= visit(this.taken.get(at) ?? this.#sketchOf(packed));
    });
    for (const task of this.added.values()) going &&= visit(task);
    return going;
  }

  /**
   * Makes objects of the tasks of some services that `wanted` picks, to be changed; the others stay lines. Returns those and new ones that it
   * picks.
   */
  take(services: ReadonlySet<string>, wanted: (task: TaskSketch) => boolean): StoredTask[] {
    const picked: StoredTask[] = [];
    for (const at of this.#placesOf(services)) {
      const known = this.taken.get(at);
      const { id, packed } = this.#read(at);
      if (!wanted(known ?? this.#sketchOf(packed))) continue;
      const task = known ?? unpackTask(id, packed, this.context);
      this.taken.set(at, task);
      this.#takenById.set(id, task);
      picked.push(task);
    }
    for (const task of this.added.values()) if (services.has(task.ServiceID ?? "") && wanted(task)) picked.push(task);
    return picked;
  }

  /** Whether all tasks of some services were taken out of their lines. */
  areTaken(services: ReadonlySet<string>): boolean {
    return services.size === 0 || this.#placesOf(services).every((at) => this.taken.has(at));
  }

  /** The tasks of some services, in their order, for those who look at them and change nothing. */
  ofServices(services: ReadonlySet<string>): StoredTask[] {
    const lines = this.#placesOf(services).map((at) => this.taskAt(at));
    return [...lines, ...[...this.added.values()].filter(({ ServiceID = "" }) => services.has(ServiceID))];
  }

  /** Shows the state of every task with the ID of its service, those of one service after each other. */
  states(visit: (service: string, task: TaskState) => void): void {
    const index = this.#indexed();
    for (const [service, places] of index.places)
      for (const at of places) visit(service, this.taken.get(at) ?? (index.isPlain(at) ? PLAIN : stateOf(this.#read(at).packed)));
    for (const task of this.added.values()) visit(task.ServiceID ?? "", task);
  }

  /** The index of the lines, where it was made. */
  get index(): TaskIndex | undefined {
    return this.#index;
  }

  #placesOf(services: ReadonlySet<string>): number[] {
    const { places } = this.#indexed();
    return [...services].flatMap((id) => places.get(id) ?? []).sort((a, b) => a - b);
  }

  #indexed(): TaskIndex {
    if (this.#index) return this.#index;
    const index = new TaskIndex();
    for (const [at, line] of this.lines.entries()) index.add(at, serviceIn(line) ?? this.#read(at).packed.Service ?? "", line);
    this.#index = index;
    return index;
  }

  /** The task of an ID as an object, where it is new or was taken out of its line. */
  object(id: string): StoredTask | undefined {
    return this.added.get(id) ?? this.#takenById.get(id);
  }

  #sketchOf(packed: PackedTask): TaskSketch {
    const service = this.context.service(packed.Service);
    const differs = packed.Differs;
    const networks = service?.networks ?? [];
    const attachments = packed.Addresses?.map((address, at) => ({ Network: { ID: networks[at] as string }, ...(address !== "" && { Addresses: [address] }) }));
    return {
      Spec: differs?.Spec ?? specOf(service),
      Status: differs?.Status ?? RUNNING,
      ServiceID: packed.Service,
      NodeID: packed.Node,
      NetworksAttachments: differs?.NetworksAttachments ?? (attachments as StoredTask["NetworksAttachments"]),
    };
  }

  /** Places of the tasks whose container stands in their line, by host. */
  get byHost(): ReadonlyMap<string, readonly number[]> {
    if (!this.#byHost) this.#scan(() => undefined);
    return this.#byHost as ReadonlyMap<string, readonly number[]>;
  }

  /** Reads every line, noting on the way whose container stands in it. */
  #scan(each: (id: string, packed: PackedTask, at: number) => void): void {
    const byHost = new Map<string, number[]>();
    const { lines } = this;
    for (let at = 0; at < lines.length; at++) {
      const { id, packed } = this.#read(at);
      each(id, packed, at);
      const host = packed.Times[3] === undefined ? undefined : this.hosts.get(packed.Node ?? "");
      if (host === undefined) continue;
      const places = byHost.get(host);
      if (places) places.push(at);
      else byHost.set(host, [at]);
    }
    this.#byHost = byHost;
  }

  #read(at: number): { id: string; packed: PackedTask } {
    const line = this.lines[at] as string;
    const end = line.indexOf('"', 1);
    const packed = parsed(line.slice(end + 3));
    if (!isPackedTask(packed)) throw this.damaged();
    return { id: line.slice(1, end), packed };
  }

  /** The task at a place: the one of the swarm where they are objects, else one of its own. */
  taskAt(at: number): StoredTask {
    return this.#tasks?.[at] ?? this.taken.get(at) ?? this.#unpacked(at);
  }

  #unpacked(at: number): StoredTask {
    const { id, packed } = this.#read(at);
    return unpackTask(id, packed, this.context);
  }

  /** What the line at a place says. */
  packedAt(at: number): PackedTask {
    return this.#read(at).packed;
  }

  /** The containers of a host that stand in their tasks' lines. */
  containersOn(host: string): StoredContainer[] {
    return this.#containersOn(host, (at) => this.taskAt(at));
  }

  /** The same by what the lines alone say, whatever became of the tasks. */
  containersAsRead(host: string): StoredContainer[] {
    return this.#containersOn(host, (at) => this.#unpacked(at));
  }

  #containersOn(host: string, taskAt: (at: number) => StoredTask): StoredContainer[] {
    return (this.byHost.get(host) ?? []).map((at) => {
      const packed = this.packedAt(at);
      return unpackContainer(taskAt(at), packed.Container ?? [], containerTime(packed) as string);
    });
  }

  /** Whether every line has been looked at, and whose container stands in it is known. */
  get checked(): boolean {
    return this.#byHost !== undefined;
  }

  /** Whether every line is known to be a task's. */
  get sound(): boolean {
    return this.#sound || this.checked;
  }

  /** Looks at every line. Throws what `damaged` gives where one is no task's. */
  check(): void {
    if (!this.sound) this.#scan(() => undefined);
  }
}

/** State of a task: where it is, where it is meant to be, and the run of the job it is of. */
export type TaskState = Pick<StoredTask, "Status" | "DesiredState" | "JobIteration">;

function stateOf({ Differs }: PackedTask): TaskState {
  const { Status = RUNNING, DesiredState = "running", JobIteration } = Differs ?? {};
  return { Status, DesiredState, ...(JobIteration && { JobIteration }) };
}

/** Status of a task whose line says nothing of it. */
const RUNNING: StoredTask["Status"] = { Timestamp: "", State: "running", PortStatus: {} };
/** State of a task whose line says nothing of it. */
const PLAIN: TaskState = { Status: RUNNING, DesiredState: "running" };

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
