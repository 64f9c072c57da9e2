import { meets, parseConstraint } from "../constraints.ts";
import type { Filter } from "./index.ts";

/** Nodes that meet the placement constraints. */
export const constraintsFilter: Filter = {
  testFor(_cluster, task) {
    const constraints = (task.Spec.Placement?.Constraints ?? []).map(parseConstraint);
    return constraints.length > 0 ? ({ node }) => constraints.every((constraint) => meets(node, constraint)) : undefined;
  },
  explain: (nodes) => (nodes === 1 ? "scheduling constraints not satisfied on 1 node" : `scheduling constraints not satisfied on ${nodes} nodes`),
};
