import { hostPortsOf } from "../node-info.ts";
import type { Filter } from "./index.ts";

/** Nodes on which the task's host-mode ports are free. */
export const hostPortFilter: Filter = {
  applies: (cluster, task) => hostPortsOf(cluster, task).length > 0,
  passes: (cluster, task, info) => hostPortsOf(cluster, task).every((port) => !info.hostPorts.has(port)),
  explain: (nodes) => (nodes === 1 ? "host-mode port already in use on 1 node" : `host-mode port already in use on ${nodes} nodes`),
};
