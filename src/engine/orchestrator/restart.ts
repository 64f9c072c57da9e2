import type { Service, TaskState } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { isWanted, rank } from "../tasks/states.ts";
import { nanoseconds, type Tx } from "../tx.ts";
import { isInvalidNode } from "./global.ts";
import { Places, placeOf, trimHistory } from "./history.ts";
import { makeTask, setDesired } from "./make-task.ts";
import { ENDED_BY_THEMSELVES, isJob, mayRestart } from "./restart-policy.ts";
import { isPerNode } from "./service-tasks.ts";

/** Delay before a restart where the spec has none, nanoseconds. */
const DEFAULT_DELAY = 5_000_000_000;

/**
 * Restarts of one place that a single command waits for. A dry run has no seconds to pass: without a delay, and without an
 * end to the attempts, tasks that fail at once would follow each other for ever.
 */
const RESTARTS_AT_ONCE = 10;

/**
 * Follows tasks that ended by themselves, or whose node is drained or down, with another one in the same place. One that
 * ended is restarted after the delay of its policy: it waits in state ready. True when anything changed.
 */
export function restartTasks(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  let changed = releaseWaiting(tx, cluster, service, tasks, "running");
  const places = new Places(cluster, tasks);
  for (const task of tasks) {
    if (!isWanted(task)) continue;
    const ended = rank(task.Status.State) > rank("running");
    const misplaced = task.NodeID !== undefined && service.Spec.Mode.Replicated !== undefined && isInvalidNode(cluster.Nodes[task.NodeID]);
    if (!ended && !misplaced) continue;
    // One that failed while it waited is followed only when its wait is over.
    if (ended && task.DesiredState === "ready") continue;
    restartTask(tx, cluster, service, task, places);
    changed = true;
  }
  return changed;
}

/** Lets the tasks start whose restart delay is over. True when any was. */
export function releaseWaiting(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[], desired: TaskState): boolean {
  const places = new Places(cluster, tasks);
  const due = tasks.filter((task) => task.DesiredState === "ready" && isDue(tx, service, task, places));
  for (const task of due) setDesired(tx, cluster, task, desired);
  return due.length > 0;
}

/** Ends a task for good and, where the restart policy says so, puts another one in its place. */
export function restartTask(tx: Tx, cluster: Cluster, service: Service, task: StoredTask, places: Places): void {
  setDesired(tx, cluster, task, "shutdown");
  const ended = rank(task.Status.State) > rank("running");
  const here = places.of(task);
  if (!mayRestart(service, task, here)) return;
  const place = isPerNode(service) ? { node: task.NodeID as string } : { slot: task.Slot ?? 0 };
  const waits = ended && (delayOf(service) > 0 || isTiring(tx, service, task));
  const made = makeTask(tx, cluster, service, place, waits ? "ready" : isJob(service) ? "complete" : "running");
  places.add(made);
  for (const old of trimHistory(cluster, made, [...here, made])) setDesired(tx, cluster, old, "remove");
}

const delayOf = (service: Service): number => service.Spec.TaskTemplate.RestartPolicy?.Delay ?? DEFAULT_DELAY;

/** Whether a place has had as many tasks in this command as it gets. */
function isTiring(tx: Tx, service: Service, task: StoredTask): boolean {
  return (tx.madeAt.get(placeOf(service, task)) ?? 0) >= RESTARTS_AT_ONCE;
}

/** Whether a task that waits for the restart delay has waited long enough. Replacements of an update wait for their own reason. */
function isDue(tx: Tx, service: Service, task: StoredTask, places: Places): boolean {
  const before = places
    .of(task)
    .filter((other) => other !== task)
    .at(-1);
  if (!before || !ENDED_BY_THEMSELVES.has(before.Status.State) || isTiring(tx, service, task)) return false;
  return nanoseconds(tx.now()) - nanoseconds(before.Status.Timestamp) >= BigInt(delayOf(service));
}
