import type { Service, ServiceStatus } from "../../api/index.ts";
import type { TaskState } from "../../store/read-tasks.ts";

/** How many tasks of a service run, are meant to run, and have completed (`GET /services?status=true`). */
export function serviceStatus(service: Service, tasks: readonly TaskState[]): ServiceStatus {
  const iteration = service.JobStatus?.JobIteration.Index ?? 0;
  const own = service.JobStatus ? tasks.filter((task) => (task.JobIteration?.Index ?? 0) === iteration) : tasks;
  // A task of a node that went down counts as it was last reported.
  const RunningTasks = own.filter((task) => task.Status.State === "running").length;
  const CompletedTasks = own.filter((task) => task.Status.State === "complete").length;
  const mode = service.Spec.Mode;
  if (mode.Replicated) return { RunningTasks, DesiredTasks: mode.Replicated.Replicas ?? 0, CompletedTasks };
  if (mode.ReplicatedJob) return { RunningTasks, DesiredTasks: mode.ReplicatedJob.MaxConcurrent ?? mode.ReplicatedJob.TotalCompletions ?? 1, CompletedTasks };
  // On nodes only those count that are meant to run now: not one that waits for its restart delay.
  const isMeant = (task: TaskState): boolean =>
    mode.GlobalJob ? task.DesiredState === "complete" && task.Status.State !== "complete" : task.DesiredState === "running";
  return { RunningTasks, DesiredTasks: own.filter(isMeant).length, CompletedTasks };
}
