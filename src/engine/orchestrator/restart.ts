import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { isWanted, rank } from "../tasks/states.ts";
import { nanoseconds, type Tx } from "../tx.ts";
import { isInvalidNode } from "./global.ts";
import { makeTask, setDesired } from "./make-task.ts";

/** Delay before a restart where the spec has none, nanoseconds. */
const DEFAULT_DELAY = 5_000_000_000;

/** Whether the restart policy of a service lets a task that ended be followed by another. */
function mayRestart(service: Service, task: StoredTask, tasks: readonly StoredTask[]): boolean {
  const { Condition = "any", MaxAttempts = 0 } = service.Spec.TaskTemplate.RestartPolicy ?? {};
  if (Condition === "none" || (Condition === "on-failure" && task.Status.State === "complete")) return false;
  if (MaxAttempts === 0) return true;
  const ended = tasks.filter(
    (other) => other.Slot === task.Slot && other.NodeID === task.NodeID && ["failed", "complete", "rejected"].includes(other.Status.State),
  );
  return ended.length <= MaxAttempts;
}

/**
 * Follows tasks that ended by themselves, or whose node is drained or down, with another one in the same place. One that
 * ended is restarted after the delay of its policy: it waits in state ready. True when anything changed.
 */
export function restartTasks(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  let changed = false;
  for (const task of tasks) {
    if (!isWanted(task)) continue;
    const node = cluster.Nodes[task.NodeID ?? ""];
    const ended = rank(task.Status.State) > rank("running");
    const misplaced = task.NodeID !== undefined && isInvalidNode(node) && service.Spec.Mode.Replicated !== undefined;
    if (ended || misplaced) {
      follow(tx, cluster, service, task, tasks, ended);
      changed = true;
    } else if (task.DesiredState === "ready" && isDue(tx, service, task, tasks)) {
      setDesired(tx, cluster, task, "running");
      changed = true;
    }
  }
  return changed;
}

function follow(tx: Tx, cluster: Cluster, service: Service, task: StoredTask, tasks: readonly StoredTask[], ended: boolean): void {
  setDesired(tx, cluster, task, "shutdown");
  if (ended && !mayRestart(service, task, tasks)) return;
  const place = task.Slot !== undefined ? { slot: task.Slot } : { node: task.NodeID as string };
  const delay = service.Spec.TaskTemplate.RestartPolicy?.Delay ?? DEFAULT_DELAY;
  makeTask(tx, cluster, service, place, ended && delay > 0 ? "ready" : "running");
}

/** Whether a task that waits for the restart delay has waited long enough. Replacements of an update wait for their own reason. */
function isDue(tx: Tx, service: Service, task: StoredTask, tasks: readonly StoredTask[]): boolean {
  const before = tasks.filter((other) => other !== task && other.Slot === task.Slot && (task.Slot !== undefined || other.NodeID === task.NodeID)).at(-1);
  if (!before || !["failed", "complete", "rejected"].includes(before.Status.State)) return false;
  const delay = service.Spec.TaskTemplate.RestartPolicy?.Delay ?? DEFAULT_DELAY;
  return nanoseconds(tx.now()) - nanoseconds(before.Status.Timestamp) >= BigInt(delay);
}
