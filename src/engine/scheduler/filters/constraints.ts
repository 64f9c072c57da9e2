import { meets, parseConstraint } from "../constraints.ts";
import type { Filter } from "./index.ts";

/** Nodes that meet the placement constraints. */
export const constraintsFilter: Filter = {
  applies: (_cluster, task) => (task.Spec.Placement?.Constraints ?? []).length > 0,
  passes: (_cluster, task, { node }) => (task.Spec.Placement?.Constraints ?? []).every((text) => meets(node, parseConstraint(text))),
  explain: (nodes) => (nodes === 1 ? "scheduling constraints not satisfied on 1 node" : `scheduling constraints not satisfied on ${nodes} nodes`),
};
