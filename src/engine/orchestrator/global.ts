import type { Service } from "../../api/index.ts";
import type { Cluster, StoredNode, StoredTask } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { meets, parseConstraint } from "../scheduler/constraints.ts";
import { rank } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { makeTask, setDesired } from "./make-task.ts";
import { mayRestart } from "./restart-policy.ts";
import { byPlace } from "./service-tasks.ts";

/** Whether a node meets the placement constraints of a service. */
export function meetsConstraints(service: Service, node: StoredNode): boolean {
  return (service.Spec.TaskTemplate.Placement?.Constraints ?? []).every((text) => meets(node, parseConstraint(text)));
}

/** Whether a node must not hold tasks: it is drained or down. */
export function isInvalidNode(node: StoredNode | undefined): boolean {
  return !node || node.Spec.Availability === "drain" || node.Status.State !== "ready";
}

/** Gives a global service one task on each node that is there and meets its constraints, and takes it from the others. */
export function orchestrateGlobal(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const places = byPlace(tasks, true);
  let changed = false;
  for (const node of Object.values(cluster.Nodes)) {
    const here = places.get(node.ID) ?? [];
    const fits = !isInvalidNode(node) && meetsConstraints(service, node);
    if (!fits) {
      for (const task of here) setDesired(tx, cluster, task, "shutdown");
      changed ||= here.length > 0;
    } else if (here.length === 0 && node.Spec.Availability === "active" && !failedForGood(service, tasks, node.ID)) {
      makeTask(tx, cluster, service, { node: node.ID }, "running");
      changed = true;
    }
  }
  for (const [id, here] of places) {
    if (cluster.Nodes[id]) continue;
    for (const task of here) setDesired(tx, cluster, task, "remove");
    changed = true;
  }
  return changed;
}

/** Whether the newest task on a node ended by itself and the restart policy leaves it at that. */
function failedForGood(service: Service, tasks: readonly StoredTask[], node: string): boolean {
  const last = tasks.filter((task) => task.NodeID === node).at(-1);
  if (!last || rank(last.Status.State) < rank("complete") || last.Status.State === "shutdown") return false;
  return sameJson(last.Spec, service.Spec.TaskTemplate) && !mayRestart(service, last, tasks);
}
