import type { Cluster, StoredNetwork, StoredNode, StoredTask } from "../../store/schema.ts";
import { isLive, rank } from "../tasks/states.ts";
import { nanoseconds, type Tx } from "../tx.ts";
import { isAllocated, isNodeLocal } from "./networks.ts";
import type { AddressBook } from "./pools.ts";
import { ingressOf } from "./services.ts";

/** Networks on which each node needs a load balancer: those of its live tasks, and ingress on every node. IDs, nodes first. */
export function needed(cluster: Cluster): Map<string, Set<string>> {
  const byNode = new Map<string, Set<string>>();
  const ingress = ingressOf(cluster);
  for (const node of Object.values(cluster.Nodes)) byNode.set(node.ID, new Set(ingress && isAllocated(ingress) && joins(node, ingress) ? [ingress.ID] : []));
  for (const task of Object.values(cluster.Tasks)) {
    if (!task.NodeID || !isLive(task) || rank(task.Status.State) < rank("assigned")) continue;
    for (const at of task.NetworksAttachments ?? []) {
      const network = cluster.Networks[at.Network.ID];
      if (network && !isNodeLocal(network)) byNode.get(task.NodeID)?.add(network.ID);
    }
  }
  return byNode;
}

/** Whether a node is on the ingress network from the start: one that is older than the network only joins it with a task. */
function joins(node: StoredNode, ingress: StoredNetwork): boolean {
  return node.LoadBalancers[ingress.ID] !== undefined || nanoseconds(ingress.CreatedAt) < nanoseconds(node.CreatedAt);
}

/**
 * Gives each node the load-balancer addresses it needs, node by node in the order of joining, and takes back those it
 * needs no more. True when anything changed. An address that is not to be had is left out: tasks then hang in preparing.
 */
export function allocateNodes(tx: Tx, cluster: Cluster, book: AddressBook): boolean {
  let changed = false;
  const ingress = ingressOf(cluster)?.ID;
  for (const [id, networks] of needed(cluster)) {
    const node = cluster.Nodes[id];
    if (!node) continue;
    let isOther = false;
    for (const [network, address] of Object.entries(node.LoadBalancers)) {
      if (networks.has(network)) continue;
      book.release(network, address);
      delete node.LoadBalancers[network];
      isOther = true;
    }
    for (const network of networks) {
      if (!tx.leaderProfile(cluster).nodeLoadBalancers && network !== ingress) continue;
      const address = node.LoadBalancers[network] ? undefined : book.take(network);
      if (!address) continue;
      node.LoadBalancers[network] = address;
      isOther = true;
    }
    if (!isOther) continue;
    tx.touch(cluster, node);
    changed = true;
  }
  return changed;
}

/** Gives the nodes of tasks that were just placed the load-balancer addresses they need for them; else as {@link allocateNodes}. */
export function allocateNodesOf(tx: Tx, cluster: Cluster, book: AddressBook, tasks: readonly StoredTask[]): boolean {
  if (!tx.leaderProfile(cluster).nodeLoadBalancers) return false;
  const byNode = new Map<string, Set<string>>();
  for (const task of tasks) {
    if (!task.NodeID || !isLive(task) || rank(task.Status.State) < rank("assigned")) continue;
    for (const { Network } of task.NetworksAttachments ?? []) {
      const network = cluster.Networks[Network.ID];
      if (!network || isNodeLocal(network)) continue;
      const networks = byNode.get(task.NodeID);
      if (networks) networks.add(network.ID);
      else byNode.set(task.NodeID, new Set([network.ID]));
    }
  }
  let changed = false;
  for (const node of Object.values(cluster.Nodes)) {
    let isOther = false;
    for (const network of byNode.get(node.ID) ?? []) {
      const address = node.LoadBalancers[network] ? undefined : book.take(network);
      if (!address) continue;
      node.LoadBalancers[network] = address;
      isOther = true;
    }
    if (!isOther) continue;
    tx.touch(cluster, node);
    changed = true;
  }
  return changed;
}
