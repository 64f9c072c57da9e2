import type { Service, TaskState } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { addTask } from "../../store/swarm-tasks.ts";
import type { Tx } from "../tx.ts";
import { placeOf } from "./history.ts";

/** Adds a new task of a service to the swarm: for a slot, or for a node (global services, jobs on nodes). */
export function makeTask(tx: Tx, cluster: Cluster, service: Service, place: { slot?: number; node?: string }, desired: TaskState): StoredTask {
  const { Version, CreatedAt, UpdatedAt } = tx.meta(cluster);
  const task: StoredTask = {
    ID: tx.id(),
    Version,
    CreatedAt,
    UpdatedAt,
    Labels: {},
    // Shared, not copied: specifications are replaced as a whole, never changed.
    Spec: service.Spec.TaskTemplate,
    ServiceID: service.ID,
    // The first slot of a job is 0, which the API leaves out.
    ...(place.slot && { Slot: place.slot }),
    ...(place.node !== undefined && { NodeID: place.node }),
    Status: { Timestamp: CreatedAt, State: "new", Message: "created", PortStatus: {} },
    DesiredState: desired,
    ...(service.JobStatus && { JobIteration: { Index: service.JobStatus.JobIteration.Index } }),
    Volumes: null,
    ...(service.Spec.EndpointSpec && { Endpoint: service.Spec.EndpointSpec }),
    ServiceName: service.Spec.Name,
  };
  addTask(cluster, task);
  tx.madeTasks.push(task);
  const at = placeOf(service, task);
  tx.madeAt.set(at, (tx.madeAt.get(at) ?? 0) + 1);
  return task;
}

/** Sets what a task is to become; a task's request never goes back. */
export function setDesired(tx: Tx, cluster: Cluster, task: StoredTask, state: TaskState): void {
  if (task.DesiredState === state) return;
  task.DesiredState = state;
  tx.touch(cluster, task);
}
