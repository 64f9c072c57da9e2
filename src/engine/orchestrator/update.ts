import type { Service, UpdateConfig } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { meets, parseConstraint } from "../scheduler/constraints.ts";
import { isLive } from "../tasks/states.ts";
import { nanoseconds, type Tx } from "../tx.ts";
import { Places } from "./history.ts";
import { makeTask, setDesired } from "./make-task.ts";
import { ENDED_BY_THEMSELVES } from "./restart-policy.ts";
import { byPlace } from "./service-tasks.ts";

/** Whether a task was made from another specification than the service has now. */
export function isOutdated(cluster: Cluster, service: Service, task: StoredTask): boolean {
  if (!sameJson(task.Endpoint, service.Spec.EndpointSpec)) return true;
  if (sameJson(task.Spec, service.Spec.TaskTemplate)) return false;
  const withoutPlacement = (spec: StoredTask["Spec"]): unknown => ({ ...spec, Placement: undefined });
  const node = cluster.Nodes[task.NodeID ?? ""];
  const fits = node && (service.Spec.TaskTemplate.Placement?.Constraints ?? []).every((text) => meets(node, parseConstraint(text)));
  return !(fits && sameJson(withoutPlacement(task.Spec), withoutPlacement(service.Spec.TaskTemplate)));
}

/** Whether an update of a service is going on, as an update or as a rollback. */
function isRollback(service: Service): boolean {
  return service.UpdateStatus?.State?.startsWith("rollback") ?? false;
}

function start(tx: Tx, service: Service): void {
  if (service.UpdateStatus?.State === "updating" || service.UpdateStatus?.State === "rollback_started") return;
  service.UpdateStatus = { State: "updating", StartedAt: tx.now(), Message: "update in progress" };
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
function breaking(
  service: Service,
  tasks: readonly StoredTask[],
  places: number,
  ratio: number,
  outdated: (task: StoredTask) => boolean,
): StoredTask | undefined {
  const started = nanoseconds(service.UpdateStatus?.StartedAt ?? "");
  const ended = tasks.filter((task) => ENDED_BY_THEMSELVES.has(task.Status.State) && nanoseconds(task.CreatedAt) >= started && !outdated(task));
  return ended.length / Math.max(1, places) > ratio ? ended[0] : undefined;
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

/** Replaces the tasks of one place: stop-first takes the old one down with the new one in wait, start-first only when the new one runs. */
function replace(tx: Tx, cluster: Cluster, service: Service, old: readonly StoredTask[], order: string): void {
  const first = old[0] as StoredTask;
  const place = first.Slot !== undefined ? { slot: first.Slot } : { node: first.NodeID as string };
  if (order === "start-first") {
    makeTask(tx, cluster, service, place, "running");
    return;
  }
  makeTask(tx, cluster, service, place, "ready");
  for (const task of old) setDesired(tx, cluster, task, "shutdown");
}

/** Moves places on in which a replacement is under way. Gives whether anything changed, and how many are still under way. */
function advance(
  tx: Tx,
  cluster: Cluster,
  places: Map<string, StoredTask[]>,
  all: Places,
  outdated: (task: StoredTask) => boolean,
): { changed: boolean; busy: number } {
  let changed = false;
  let busy = 0;
  for (const tasks of places.values()) {
    const fresh = tasks.find((task) => !outdated(task));
    const old = tasks.filter(outdated);
    if (!fresh) continue;
    if (old.length > 0 && fresh.Status.State === "running") {
      for (const task of old) setDesired(tx, cluster, task, "shutdown");
      changed = true;
    } else if (fresh.DesiredState === "ready" && !isHeld(fresh, all)) {
      setDesired(tx, cluster, fresh, "running");
      changed = true;
    }
    if (fresh.Status.State !== "running") busy++;
  }
  return { changed, busy };
}

/** Whether a task must wait: its predecessor has not stopped yet, or ended by itself (the restart delay is not ours to judge). */
function isHeld(task: StoredTask, all: Places): boolean {
  const others = all.of(task).filter((other) => other !== task);
  const last = others.at(-1)?.Status.State ?? "";
  if (["failed", "complete", "rejected"].includes(last)) return true;
  return others.some((other) => other.DesiredState === "shutdown" && other.NodeID !== undefined && isLive(other));
}

/**
 * One step of a rolling update: at most `Parallelism` places (0: all) are under way at once, in slot order. True when
 * anything changed; the reconcile loop calls again until the update is complete or cannot go on.
 */
export function orchestrateUpdate(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const global = service.Spec.Mode.Global !== undefined;
  if (BROKEN_OFF.has(service.UpdateStatus?.State ?? "")) return false;
  const outdated = (task: StoredTask): boolean => isOutdated(cluster, service, task);
  const places = byPlace(tasks, global);
  const { changed, busy } = advance(tx, cluster, places, new Places(cluster, tasks), outdated);
  const config: Partial<UpdateConfig> = (isRollback(service) ? service.Spec.RollbackConfig : service.Spec.UpdateConfig) ?? {};
  const wished = service.Spec.Mode.Replicated?.Replicas ?? Object.keys(cluster.Nodes).length;
  const failed = GOING_ON.has(service.UpdateStatus?.State ?? "") ? breaking(service, tasks, wished, config.MaxFailureRatio ?? 0, outdated) : undefined;
  if (failed && breakOff(tx, cluster, service, config, failed)) return true;
  const parallelism = config.Parallelism ?? 1;
  const stale = [...places].filter(([, here]) => here.every(outdated)).sort(([a], [b]) => (global ? 0 : Number(a) - Number(b)));
  if (stale.length === 0) {
    const waiting = [...places.values()].some((here) => here.some(outdated) || here.some((task) => task.DesiredState === "ready"));
    return (!waiting && busy === 0 && !changed && complete(tx, cluster, service)) || changed;
  }
  start(tx, service);
  const batch = parallelism === 0 ? stale : stale.slice(0, Math.max(0, parallelism - busy));
  for (const [, here] of batch) replace(tx, cluster, service, here, config.Order ?? "stop-first");
  return changed || batch.length > 0;
}
