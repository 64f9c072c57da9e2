import type { Filter } from "./index.ts";

/** Nodes with fewer tasks of the service than `--replicas-max-per-node` allows. */
export const maxReplicasFilter: Filter = {
  testFor(_cluster, task) {
    const most = task.Spec.Placement?.MaxReplicas ?? 0;
    return most > 0 ? ({ tasksByService }) => (tasksByService.get(task.ServiceID ?? "") ?? 0) < most : undefined;
  },
  explain: () => "max replicas per node limit exceed",
};
