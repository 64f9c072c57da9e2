import { hostPortsOf } from "../node-info.ts";
import type { Filter } from "./index.ts";

/** Nodes on which the task's host-mode ports are free. */
export const hostPortFilter: Filter = {
  testFor(cluster, task) {
    const ports = hostPortsOf(cluster, task);
    return ports.length > 0 ? ({ hostPorts }) => ports.every((port) => !hostPorts.has(port)) : undefined;
  },
  explain: (nodes) => (nodes === 1 ? "host-mode port already in use on 1 node" : `host-mode port already in use on ${nodes} nodes`),
};
