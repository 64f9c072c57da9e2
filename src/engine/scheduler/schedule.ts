import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { isWanted } from "../tasks/states.ts";
import { nanoseconds, type Tx } from "../tx.ts";
import { account, type NodeInfo, nodeInfos } from "./node-info.ts";
import { candidates } from "./pipeline.ts";
import { spread } from "./spread.ts";

/**
 * Assigns pending tasks to nodes, in the order given. A task of a global service has its node already and is only
 * confirmed there; `known` are the nodes where the caller has them at hand. What finds no node stays pending and says why. True when any task was assigned.
 */
export function schedule(tx: Tx, cluster: Cluster, tasks: readonly StoredTask[], known?: Map<string, NodeInfo>): boolean {
  const pending = tasks.filter((task) => task.Status.State === "pending" && isWanted(task) && !task.PassedOver);
  if (pending.length === 0) return false;
  const infos = known ?? nodeInfos(cluster);
  // What waits already is looked at again together with what is new.
  const isRound = pending.some(({ Status }) => !Status.Err);
  let changed = false;
  for (const task of pending) {
    const own = task.NodeID ? infos.get(task.NodeID) : undefined;
    const { nodes, error } = candidates(cluster, task, task.NodeID ? (own ? [own] : []) : infos.values());
    if (nodes.length === 0) {
      if (isRound && task.Status.Err && isOfEarlierSpec(cluster, task)) passOver(tx, cluster, task);
      else explain(tx, cluster, task, error);
      continue;
    }
    const info = own ?? spread(task, nodes);
    task.Status = {
      Timestamp: tx.now(),
      State: "assigned",
      Message: own ? "scheduler confirmed task can run on preassigned node" : "scheduler assigned task to node",
      PortStatus: {},
    };
    task.NodeID = info.node.ID;
    tx.touch(cluster, task);
    account(cluster, info, task, 1);
    changed = true;
  }
  return changed;
}

function explain(tx: Tx, cluster: Cluster, task: StoredTask, error: string): void {
  if (task.Status.Err === error) return;
  task.Status = { ...task.Status, Timestamp: tx.now(), Err: error };
  tx.touch(cluster, task);
}

/** Whether a task was made before its service was last changed, but for a rollback, whose specification is the earlier one. */
function isOfEarlierSpec(cluster: Cluster, task: StoredTask): boolean {
  const service = cluster.Services[task.ServiceID ?? ""];
  const { State, StartedAt } = service?.UpdateStatus ?? {};
  // What the change itself added, as by more replicas, was made before the update began, by the specification that is new with it.
  const isOf = (spec: Service["Spec"] | null | undefined): boolean => (spec ? sameJson(task.Spec, spec.TaskTemplate) : false);
  if (StartedAt && isOf(service?.Spec) && !isOf(service?.PreviousSpec)) return false;
  const changed = StartedAt ?? (service?.PreviousSpec ? service.UpdatedAt : undefined);
  return changed !== undefined && !State?.startsWith("rollback") && nanoseconds(task.CreatedAt) < nanoseconds(changed);
}

/** Leaves a task of an earlier specification for good: the engine does not take it back into its queue, whatever room there is later. */
function passOver(tx: Tx, cluster: Cluster, task: StoredTask): void {
  task.PassedOver = true;
  tx.touch(cluster, task);
}
