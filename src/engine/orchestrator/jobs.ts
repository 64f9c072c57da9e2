import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { isLive, isWanted, rank } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { isInvalidNode, meetsConstraints } from "./global.ts";
import { Places } from "./history.ts";
import { makeTask, setDesired } from "./make-task.ts";
import { releaseWaiting, restartTask } from "./restart.ts";

const iterationOf = (service: Service): number => service.JobStatus?.JobIteration.Index ?? 0;
const isOfThisRun = (service: Service, task: StoredTask): boolean => (task.JobIteration?.Index ?? 0) === iterationOf(service);

/** Whether a task of a job failed, and nothing has been made of it yet. One that failed while it waited is followed when its wait is over. */
const hasFailed = (task: StoredTask): boolean => isWanted(task) && task.DesiredState !== "ready" && rank(task.Status.State) > rank("complete");

/**
 * One look at a job. The engine looks at a job only when the job itself was changed or one of its tasks ended, and not when
 * nodes change: what failed for good stays so until then. True when anything changed.
 */
export function orchestrateJob(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const current = tasks.filter((task) => isOfThisRun(service, task));
  const released = releaseWaiting(tx, cluster, service, current, "complete");
  if (!tx.wokenJobs.delete(service.ID) && !released) return false;
  const run = service.Spec.Mode.GlobalJob ? orchestrateGlobalJob : orchestrateReplicatedJob;
  run(tx, cluster, service, current);
  for (const task of tasks) {
    // Of an earlier run of a replicated job what has ended stays to be seen.
    if (isOfThisRun(service, task) || !(service.Spec.Mode.GlobalJob || isLive(task))) continue;
    setDesired(tx, cluster, task, "remove");
  }
  const places = new Places(cluster, current);
  for (const task of current.filter(hasFailed)) restartTask(tx, cluster, service, task, places);
  return true;
}

/** Starts what is missing of a replicated job: slots from 0 on, no more at once than MaxConcurrent. */
function orchestrateReplicatedJob(tx: Tx, cluster: Cluster, service: Service, current: readonly StoredTask[]): void {
  const { TotalCompletions = 1, MaxConcurrent = TotalCompletions } = service.Spec.Mode.ReplicatedJob ?? {};
  const complete = current.filter((task) => task.Status.State === "complete");
  // One that failed counts as under way here: whether another follows it is the restart policy's to say.
  const underWay = current.filter((task) => task.Status.State !== "complete" && isWanted(task));
  const taken = new Set([...complete, ...underWay].map((task) => task.Slot ?? 0));
  const start = Math.min(TotalCompletions - complete.length - underWay.length, MaxConcurrent - underWay.length);
  for (let slot = 0, made = 0; made < start; slot++) {
    if (taken.has(slot)) continue;
    makeTask(tx, cluster, service, { slot }, "complete");
    made++;
  }
}

/** Starts a global job on every node that is there, meets its constraints and has no task of this run; takes it off the others. */
function orchestrateGlobalJob(tx: Tx, cluster: Cluster, service: Service, current: readonly StoredTask[]): void {
  const byNode = new Map(current.filter(isWanted).map((task) => [task.NodeID, task]));
  for (const node of Object.values(cluster.Nodes)) {
    if (!meetsConstraints(service, node)) continue;
    const here = byNode.get(node.ID);
    if (isInvalidNode(node)) {
      if (here && isLive(here)) setDesired(tx, cluster, here, "shutdown");
    } else if (!here && node.Spec.Availability === "active") makeTask(tx, cluster, service, { node: node.ID }, "complete");
  }
}
