import type { Cluster, StoredTask } from "../../store/schema.ts";
import { isWanted } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { account, type NodeInfo, nodeInfos } from "./node-info.ts";
import { candidates } from "./pipeline.ts";
import { spread } from "./spread.ts";

/**
 * Assigns pending tasks to nodes, in the order given. A task of a global service has its node already and is only
 * confirmed there; `known` are the nodes where the caller has them at hand. What finds no node stays pending and says why. True when any task was assigned.
 */
export function schedule(tx: Tx, cluster: Cluster, tasks: readonly StoredTask[], known?: Map<string, NodeInfo>): boolean {
  const pending = tasks.filter((task) => task.Status.State === "pending" && isWanted(task));
  if (pending.length === 0) return false;
  const infos = known ?? nodeInfos(cluster);
  let changed = false;
  for (const task of pending) {
    const own = task.NodeID ? infos.get(task.NodeID) : undefined;
    const { nodes, error } = candidates(cluster, task, task.NodeID ? (own ? [own] : []) : infos.values());
    if (nodes.length === 0) {
      explain(tx, cluster, task, error);
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
