import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { rank } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { isInvalidNode, meetsConstraints } from "./global.ts";
import { makeTask, setDesired } from "./make-task.ts";

const iterationOf = (service: Service): number => service.JobStatus?.JobIteration.Index ?? 0;
const isActive = (task: StoredTask): boolean => rank(task.Status.State) <= rank("running");

/** Tasks of this run of a job; those of earlier runs are taken off. */
function currentRun(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): StoredTask[] {
  const current = tasks.filter((task) => (task.JobIteration?.Index ?? 0) === iterationOf(service));
  for (const task of tasks) if (!current.includes(task)) setDesired(tx, cluster, task, "remove");
  return current;
}

/** Starts what is missing of a replicated job: slots from 0 on, no more at once than MaxConcurrent. */
export function orchestrateReplicatedJob(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const { TotalCompletions = 1, MaxConcurrent = TotalCompletions } = service.Spec.Mode.ReplicatedJob ?? {};
  const current = currentRun(tx, cluster, service, tasks);
  const done = new Set(current.filter((task) => task.Status.State === "complete").map((task) => task.Slot ?? 0));
  const active = current.filter(isActive);
  const slots = new Set([...done, ...active.map((task) => task.Slot ?? 0)]);
  const start = Math.min(TotalCompletions - done.size - active.length, MaxConcurrent - active.length);
  for (let slot = 0, made = 0; made < start; slot++) {
    if (slots.has(slot)) continue;
    const task = makeTask(tx, cluster, service, { slot }, "complete");
    if (slot === 0) delete task.Slot;
    made++;
  }
  return start > 0;
}

/** Starts a global job on every node that is there and meets its constraints. */
export function orchestrateGlobalJob(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const current = currentRun(tx, cluster, service, tasks);
  const busy = new Set(current.filter((task) => isActive(task) || task.Status.State === "complete").map((task) => task.NodeID));
  const free = Object.values(cluster.Nodes).filter(
    (node) => !busy.has(node.ID) && !isInvalidNode(node) && node.Spec.Availability === "active" && meetsConstraints(service, node),
  );
  for (const node of free) makeTask(tx, cluster, service, { node: node.ID }, "complete");
  return free.length > 0;
}
