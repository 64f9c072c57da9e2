import { genericCounts } from "../node-info.ts";
import type { Filter } from "./index.ts";

/** Nodes with enough CPU, memory and generic resources left. */
export const resourcesFilter: Filter = {
  applies: (_cluster, task) => {
    const wished = task.Spec.Resources?.Reservations;
    return Boolean(wished?.NanoCPUs || wished?.MemoryBytes || wished?.GenericResources?.length);
  },
  passes: (_cluster, task, info) => {
    const wished = task.Spec.Resources?.Reservations ?? {};
    if ((wished.NanoCPUs ?? 0) > info.cpus || (wished.MemoryBytes ?? 0) > info.memory) return false;
    return [...genericCounts(wished.GenericResources)].every(([kind, count]) => count <= (info.generic.get(kind) ?? 0));
  },
  explain: (nodes) => (nodes === 1 ? "insufficient resources on 1 node" : `insufficient resources on ${nodes} nodes`),
};
