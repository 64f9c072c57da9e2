import type { Service, UpdateConfig } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { meets, parseConstraint } from "../scheduler/constraints.ts";
import { isLive, isWanted, rank } from "../tasks/states.ts";
import { nanoseconds, type Tx } from "../tx.ts";
import { Places } from "./history.ts";
import { makeTask, setDesired } from "./make-task.ts";
import { ENDED_BY_THEMSELVES, samePlace } from "./restart-policy.ts";
import { byPlace, isPerNode, placeOf } from "./service-tasks.ts";

/**
 * Whether a task was made from another specification than the service has now. Where only the placement differs and the
 * task's node meets the new constraints, it is not, whatever else of the service changed.
 */
export function isOutdated(cluster: Cluster, service: Service, task: StoredTask): boolean {
  const template = service.Spec.TaskTemplate;
  const sameEndpoint = sameJson(task.Endpoint, service.Spec.EndpointSpec);
  if (sameJson(task.Spec, template)) return !sameEndpoint;
  const withoutPlacement = (spec: StoredTask["Spec"]): unknown => ({ ...spec, Placement: undefined });
  if (sameJson(task.Spec.Placement, template.Placement) || !sameJson(withoutPlacement(task.Spec), withoutPlacement(template))) return true;
  const node = cluster.Nodes[task.NodeID ?? ""];
  return !(node && (template.Placement?.Constraints ?? []).every((text) => meets(node, parseConstraint(text))));
}

/** Whether an update of a service is going on, as an update or as a rollback. */
function isRollback(service: Service): boolean {
  return service.UpdateStatus?.State?.startsWith("rollback") ?? false;
}

function start(tx: Tx, service: Service): void {
  service.UpdateStatus ??= { State: "updating", StartedAt: tx.now(), Message: "update in progress" };
}

function complete(tx: Tx, cluster: Cluster, service: Service): boolean {
  const status = service.UpdateStatus;
  if (status?.State !== "updating" && status?.State !== "rollback_started") return false;
  const [State, Message] = isRollback(service) ? ["rollback_completed", "rollback completed"] : ["completed", "update completed"];
  service.UpdateStatus = { State, ...(status.StartedAt && { StartedAt: status.StartedAt }), CompletedAt: tx.now(), Message };
  tx.touch(cluster, service);
  return true;
}

/** The task whose end breaks off the update that is going on: more of its tasks ended by themselves than `MaxFailureRatio` allows. */
function breaking(places: readonly Place[], ratio: number): StoredTask | undefined {
  const ended = places.flatMap(({ made }) => (made && ENDED_BY_THEMSELVES.has(made.Status.State) ? [made] : []));
  const size = places.filter(({ made, isDirty }) => made || isDirty).length;
  return ended.length / Math.max(1, size) > ratio ? ended[0] : undefined;
}

/**
 * Does what an update says of failures: it pauses, or goes back to the specification before; a rollback that fails pauses, too.
 * True where it broke the update off.
 */
function breakOff(tx: Tx, cluster: Cluster, service: Service, config: Partial<UpdateConfig>, failed: StoredTask): boolean {
  const { FailureAction: action = "pause" } = config;
  if (action === "continue") return false;
  const { StartedAt } = service.UpdateStatus ?? {};
  const set = (State: string, Message: string): void => {
    service.UpdateStatus = { State, ...(StartedAt && { StartedAt }), Message: `${Message} due to failure or early termination of task ${failed.ID}` };
  };
  if (isRollback(service)) set("rollback_paused", "rollback paused");
  else if (action === "rollback" && service.PreviousSpec) {
    set("rollback_started", "update rolled back");
    service.Spec = service.PreviousSpec;
    delete service.PreviousSpec;
  } else set("paused", "update paused");
  tx.touch(cluster, service);
  return true;
}

const GOING_ON: ReadonlySet<string> = new Set(["updating", "rollback_started"]);
const BROKEN_OFF: ReadonlySet<string> = new Set(["paused", "rollback_paused"]);

/** Time that a task waits for the one before it to stop, nanoseconds: one that has no node, or whose node is down, never says that it did. */
const STOP_TIMEOUT = 60_000_000_000n;

/** A slot of a replicated service, or a node of a global one, as an update sees it. */
interface Place {
  /** Tasks that are meant to run. */
  readonly wanted: readonly StoredTask[];
  readonly outdated: readonly StoredTask[];
  /** A wanted task of the specification that the service has now. */
  readonly fresh: StoredTask | undefined;
  /** The task that this update made here; those that follow it when it fails are the restart policy's. */
  readonly made: StoredTask | undefined;
  /** Whether the update has something to do here. */
  readonly isDirty: boolean;
}

/** The places of a service in the order in which they are updated. Nodes that are paused are left as they are. */
function placesOf(cluster: Cluster, service: Service, tasks: readonly StoredTask[]): Place[] {
  const global = isPerNode(service);
  const started = service.UpdateStatus?.StartedAt;
  const made = new Map<string, StoredTask>();
  // A rollback begins before the places that it adds are filled: a task there that replaces no other is none of its own.
  const replacesOne = (task: StoredTask): boolean =>
    tasks.some((old) => old !== task && samePlace(service, task, old) && (isWanted(old) || isStoppedFor(old, task)));
  for (const task of tasks) {
    const place = placeOf(task, global);
    if (started === undefined || made.has(place) || nanoseconds(task.CreatedAt) < nanoseconds(started)) continue;
    if (!isOutdated(cluster, service, task) && (!isRollback(service) || replacesOne(task))) made.set(place, task);
  }
  const wantedAt = byPlace(tasks, global);
  // Where the new task ended for good no other is wanted; that it ended still counts.
  for (const id of made.keys()) if (!wantedAt.has(id)) wantedAt.set(id, []);
  const places = [...wantedAt].filter(([id]) => !global || cluster.Nodes[id]?.Spec.Availability !== "pause");
  if (!global) places.sort(([a], [b]) => Number(a) - Number(b));
  return places.map(([id, wanted]) => {
    const outdated = wanted.filter((task) => isOutdated(cluster, service, task));
    const isFresh = (task: StoredTask): boolean => !outdated.includes(task);
    const fresh = wanted.find((task) => isFresh(task) && task.DesiredState === "running") ?? wanted.find(isFresh);
    return { wanted, outdated, fresh, made: made.get(id), isDirty: wanted.length > 1 || outdated.length > 0 };
  });
}

/** Whether the update waits for the task that it made in a place: it has not come to run, nor ended. */
function isUnderWay({ made }: Place): boolean {
  return made !== undefined && rank(made.Status.State) < rank("running");
}

/**
 * Updates one place. A task of the new specification that is there already, as one that an earlier update made, stays and
 * the others stop, whether it runs or not. Else a new one is made: stop-first takes the old ones down with it in wait,
 * start-first only when it runs.
 */
function updatePlace(tx: Tx, cluster: Cluster, service: Service, { wanted, fresh }: Place, order: string): void {
  if (fresh) {
    for (const task of wanted) if (task !== fresh) setDesired(tx, cluster, task, "shutdown");
    return;
  }
  const first = wanted[0] as StoredTask;
  makeTask(
    tx,
    cluster,
    service,
    isPerNode(service) ? { node: first.NodeID as string } : { slot: first.Slot as number },
    order === "start-first" ? "running" : "ready",
  );
  if (order !== "start-first") for (const task of wanted) setDesired(tx, cluster, task, "shutdown");
}

/** Moves places on in which a replacement is under way: what it replaced stops when it runs, and it may run when that has stopped. */
function advance(tx: Tx, cluster: Cluster, places: readonly Place[], all: Places): boolean {
  let changed = false;
  for (const { wanted, fresh, made } of places) {
    if (!fresh) continue;
    if (wanted.length > 1 && fresh === made && fresh.Status.State === "running") {
      for (const task of wanted) if (task !== fresh) setDesired(tx, cluster, task, "shutdown");
      changed = true;
    } else if (fresh.DesiredState === "ready" && !isHeld(tx, fresh, all)) {
      setDesired(tx, cluster, fresh, "running");
      changed = true;
    }
  }
  return changed;
}

/** Whether a task must wait: its predecessor has not stopped yet, or ended by itself (the restart delay is not ours to judge). */
function isHeld(tx: Tx, task: StoredTask, all: Places): boolean {
  const others = all.of(task).filter((other) => other !== task);
  if (ENDED_BY_THEMSELVES.has(others.at(-1)?.Status.State ?? "")) return true;
  if (nanoseconds(tx.now()) - nanoseconds(task.CreatedAt) >= STOP_TIMEOUT) return false;
  return others.some((other) => other.DesiredState === "shutdown" && isLive(other) && isStoppedFor(other, task));
}

/** Whether a task was still meant to run when the other one was made, which then waits for its stop. */
function isStoppedFor(old: StoredTask, task: StoredTask): boolean {
  return nanoseconds(old.UpdatedAt) >= nanoseconds(task.CreatedAt);
}

/**
 * One step of a rolling update: at most `Parallelism` places (0: all) are under way at once, in slot order. One whose new
 * task finds no node stays under way, so that the update stands. What an earlier update or a larger number of replicas made
 * is not waited for. True when anything changed; the reconcile loop calls again until the update is complete or cannot go on.
 */
export function orchestrateUpdate(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  if (BROKEN_OFF.has(service.UpdateStatus?.State ?? "")) return false;
  const places = placesOf(cluster, service, tasks);
  const changed = advance(tx, cluster, places, new Places(cluster, tasks));
  if (changed) return true;
  const config: Partial<UpdateConfig> = (isRollback(service) ? service.Spec.RollbackConfig : service.Spec.UpdateConfig) ?? {};
  const failed = GOING_ON.has(service.UpdateStatus?.State ?? "") ? breaking(places, config.MaxFailureRatio ?? 0) : undefined;
  if (failed && breakOff(tx, cluster, service, config, failed)) return true;
  const busy = places.filter(isUnderWay).length;
  const next = places.filter((place) => place.isDirty && !isUnderWay(place));
  if (next.length === 0) return busy === 0 && complete(tx, cluster, service);
  start(tx, service);
  const { Parallelism = 1, Order = "stop-first" } = config;
  const room = Parallelism === 0 ? next.length : Math.max(0, Parallelism - busy);
  // Where the new task is there already nothing is waited for, so that the next place follows at once.
  let taken = 0;
  const batch = room === 0 ? [] : next.filter(({ fresh }) => (fresh ? taken < room : taken++ < room));
  for (const place of batch) updatePlace(tx, cluster, service, place, Order);
  return batch.length > 0;
}
