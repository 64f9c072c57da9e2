/** Stands in the playground for Graphviz, which is larger than all else of it: the swarm is drawn beside, anyway. */
throw new Error("Graphviz is not in the playground");
export const instance = (): never => {
  throw new Error("Graphviz is not in the playground");
};
