/** Stands in a browser for node:child_process, of which nothing is used. */
export const spawn = (): never => {
  throw new Error("there are no processes in a browser");
};
