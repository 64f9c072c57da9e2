import type { Cluster, StoredTask } from "../../store/schema.ts";
import { FILTERS } from "./filters/index.ts";
import type { NodeInfo } from "./node-info.ts";

/** Nodes that can take a task; where there are none, why, in the words of `docker service ps`. */
export function candidates(cluster: Cluster, task: StoredTask, infos: Iterable<NodeInfo>): { nodes: NodeInfo[]; error: string } {
  const tests = FILTERS.flatMap((filter) => {
    const test = filter.testFor(cluster, task);
    return test ? [{ filter, test }] : [];
  });
  const failed = new Map<(typeof FILTERS)[number], number>();
  const nodes: NodeInfo[] = [];
  for (const info of infos) {
    const refusal = tests.find(({ test }) => !test(info));
    if (refusal) failed.set(refusal.filter, (failed.get(refusal.filter) ?? 0) + 1);
    else nodes.push(info);
  }
  // By how many nodes failed; of the same number in the order of the filters.
  const counts = FILTERS.flatMap((filter) => (failed.has(filter) ? [{ filter, count: failed.get(filter) as number }] : []));
  const reasons = counts.sort((a, b) => b.count - a.count).map(({ filter, count }) => filter.explain(count));
  const why = reasons.join("; ");
  // A task that has its node already says only what its node lacks.
  return { nodes, error: task.NodeID ? why : why ? `no suitable node (${why})` : "no suitable node" };
}
