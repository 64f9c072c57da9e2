import type { Filter } from "./index.ts";

/** Nodes with fewer tasks of the service than `--replicas-max-per-node` allows. */
export const maxReplicasFilter: Filter = {
  applies: (_cluster, task) => (task.Spec.Placement?.MaxReplicas ?? 0) > 0,
  passes: (_cluster, task, info) => (info.tasksByService.get(task.ServiceID ?? "") ?? 0) < (task.Spec.Placement?.MaxReplicas ?? 0),
  explain: () => "max replicas per node limit exceed",
};
