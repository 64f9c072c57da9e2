import { genericCounts } from "../node-info.ts";
import type { Filter } from "./index.ts";

/** Nodes with enough CPU, memory and generic resources left. */
export const resourcesFilter: Filter = {
  applies: (_cluster, task) => {
    const requested = task.Spec.Resources?.Reservations;
    return Boolean(requested?.NanoCPUs || requested?.MemoryBytes || requested?.GenericResources?.length);
  },
  passes: (_cluster, task, info) => {
    const requested = task.Spec.Resources?.Reservations ?? {};
    if ((requested.NanoCPUs ?? 0) > info.cpus || (requested.MemoryBytes ?? 0) > info.memory) return false;
    return [...genericCounts(requested.GenericResources)].every(([kind, count]) => count <= (info.generic.get(kind) ?? 0));
  },
  explain: (nodes) => (nodes === 1 ? "insufficient resources on 1 node" : `insufficient resources on ${nodes} nodes`),
};
