import type { Filter } from "./index.ts";

/** Nodes that are up and take new tasks. */
export const readyFilter: Filter = {
  testFor:
    () =>
    ({ node }) =>
      node.Status.State === "ready" && node.Spec.Availability === "active",
  explain: (nodes) => (nodes === 1 ? "1 node not available for new tasks" : `${nodes} nodes not available for new tasks`),
};
