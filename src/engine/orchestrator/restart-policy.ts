import type { Service } from "../../api/index.ts";
import type { StoredTask } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { isPerNode } from "./service-tasks.ts";

/** States of tasks that ended by themselves. */
export const ENDED_BY_THEMSELVES: ReadonlySet<string> = new Set(["failed", "complete", "rejected"]);

/** Whether a service is a job. */
export const isJob = (service: Service): boolean => service.JobStatus !== undefined;

/** Whether two tasks of a service fill the same place: a node of a global service or job, else a slot. */
export const samePlace = (service: Service, task: StoredTask, other: StoredTask): boolean =>
  isPerNode(service) ? other.NodeID === task.NodeID : (other.Slot ?? 0) === (task.Slot ?? 0);

/** Whether the restart policy of a service lets a task that ended be followed by another. */
export function mayRestart(service: Service, task: StoredTask, tasks: readonly StoredTask[]): boolean {
  const { Condition = "any", MaxAttempts = 0 } = service.Spec.TaskTemplate.RestartPolicy ?? {};
  if (Condition === "none" || ((Condition === "on-failure" || isJob(service)) && task.Status.State === "complete")) return false;
  // The engine notes the restarts of a global job in one place and looks for them in another: it finds none.
  if (MaxAttempts === 0 || service.Spec.Mode.GlobalJob) return true;
  // What failed before an update of the tasks does not count.
  const ended = tasks.filter((other) => samePlace(service, task, other) && ENDED_BY_THEMSELVES.has(other.Status.State) && sameJson(other.Spec, task.Spec));
  return ended.length <= MaxAttempts;
}
