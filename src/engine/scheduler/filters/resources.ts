import { genericCounts } from "../node-info.ts";
import type { Filter } from "./index.ts";

/** Nodes with enough CPU, memory and generic resources left. */
export const resourcesFilter: Filter = {
  testFor(_cluster, task) {
    const { NanoCPUs = 0, MemoryBytes = 0, GenericResources } = task.Spec.Resources?.Reservations ?? {};
    if (!NanoCPUs && !MemoryBytes && !GenericResources?.length) return undefined;
    const generic = [...genericCounts(GenericResources)];
    return (info) => NanoCPUs <= info.cpus && MemoryBytes <= info.memory && generic.every(([kind, count]) => count <= (info.generic.get(kind) ?? 0));
  },
  explain: (nodes) => (nodes === 1 ? "insufficient resources on 1 node" : `insufficient resources on ${nodes} nodes`),
};
