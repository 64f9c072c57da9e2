import type { Cluster, StoredTask } from "../../store/schema.ts";
import { meets, parseConstraint } from "../scheduler/constraints.ts";
import { isLive, isWanted, rank } from "../tasks/states.ts";

/** Whether the node of a task still meets the constraints that the task was placed by. */
function fits(cluster: Cluster, task: StoredTask): boolean {
  const node = cluster.Nodes[task.NodeID ?? ""];
  return !node || (task.Spec.Placement?.Constraints ?? []).every((text) => meets(node, parseConstraint(text)));
}

/** Running tasks whose node no longer meets their constraints (a label was changed); global services see to their own. */
export function misplacedTasks(cluster: Cluster): StoredTask[] {
  return Object.values(cluster.Tasks).filter((task) => {
    const placed = task.NodeID !== undefined && isLive(task) && isWanted(task) && rank(task.Status.State) >= rank("assigned");
    return placed && !cluster.Services[task.ServiceID ?? ""]?.Spec.Mode.Global && !fits(cluster, task);
  });
}
