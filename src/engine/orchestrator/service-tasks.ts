import type { Service } from "../../api/index.ts";
import type { TaskState } from "../../store/read-tasks.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { everyState } from "../../store/swarm-tasks.ts";
import { isWanted } from "../tasks/states.ts";

/** Whether the tasks of a service fill nodes; those of the others fill slots. */
export function isPerNode({ Spec: { Mode } }: Service): boolean {
  return Mode.Global !== undefined || Mode.GlobalJob !== undefined;
}

/** Tasks of each service, in the order they were made; made once for a pass over all services. */
export function tasksByService(cluster: Cluster): Map<string, StoredTask[]> {
  const map = new Map<string, StoredTask[]>();
  for (const task of Object.values(cluster.Tasks)) {
    const list = map.get(task.ServiceID ?? "");
    if (list) list.push(task);
    else map.set(task.ServiceID ?? "", [task]);
  }
  return map;
}

/** State of each task of each service. */
export function statesByService(cluster: Cluster): Map<string, TaskState[]> {
  const map = new Map<string, TaskState[]>();
  everyState(cluster, (service, task) => {
    const list = map.get(service);
    if (list) list.push(task);
    else map.set(service, [task]);
  });
  return map;
}

/** The place that a task fills: its node (of a global service) or its slot. */
export function placeOf(task: StoredTask, global: boolean): string {
  return global ? (task.NodeID ?? "") : String(task.Slot ?? 0);
}

/** Tasks that are meant to run, by the place they fill: slot of a replicated service, node of a global one. */
export function byPlace(tasks: readonly StoredTask[], global: boolean): Map<string, StoredTask[]> {
  const map = new Map<string, StoredTask[]>();
  for (const task of tasks) {
    if (!isWanted(task)) continue;
    const place = placeOf(task, global);
    map.set(place, [...(map.get(place) ?? []), task]);
  }
  return map;
}
