import { failure } from "../../../api/index.ts";
import { markCursor, markHost, markMember } from "../../../store/changes.ts";
import type { Cluster, StoredNetwork } from "../../../store/schema.ts";
import { needsIngress, networksOf } from "../../allocator/services.ts";
import { isLive, isWanted } from "../../tasks/states.ts";
import type { Tx } from "../../tx.ts";

/** Removes a swarm network (`DELETE /networks/{id}`). Fails while a service or a running task is on it. */
export function removeSwarmNetwork(tx: Tx, cluster: Cluster, network: StoredNetwork): void {
  const services = Object.values(cluster.Services);
  if (network.Spec.Ingress) {
    const dependent = services.find((service) => needsIngress(service.Spec));
    if (dependent) throw failure("network-ingress-needed", { id: dependent.ID });
  }
  const service = services.find((one) => networksOf(one.Spec).some((at) => at.Target === network.ID));
  if (service) throw failure("network-in-use-by-service", { id: network.ID, service: service.ID });
  const task = Object.values(cluster.Tasks).find((one) => isWanted(one) && isLive(one) && one.NetworksAttachments?.some((at) => at.Network.ID === network.ID));
  if (task && !network.Spec.Ingress) throw failure("network-in-use-by-task", { id: network.ID, task: task.ID });
  dropNetwork(tx, cluster, network);
}

/** Takes a network out of the swarm, off its hosts, and forgets its cursors. */
function dropNetwork(tx: Tx, cluster: Cluster, network: StoredNetwork): void {
  const { ID: id } = network;
  delete cluster.Networks[id];
  markMember(cluster, network);
  for (const key of Object.keys(cluster.Cursors.Addresses)) {
    if (!key.startsWith(`${id} `)) continue;
    delete cluster.Cursors.Addresses[key];
    markCursor(cluster, key);
  }
  for (const node of Object.values(cluster.Nodes)) {
    if (node.LoadBalancers[id] === undefined) continue;
    delete node.LoadBalancers[id];
    markMember(cluster, node);
  }
  for (const host of Object.values(tx.state.hosts)) {
    if (!host.Overlays[id] && !host.Networks[id]) continue;
    markHost(host);
    delete host.Overlays[id];
    delete host.Networks[id];
  }
}

/** Whether a service or a task is on a network: what prune and the `dangling` filter ask. */
export function isUsed(cluster: Cluster, network: StoredNetwork): boolean {
  return (
    Object.values(cluster.Services).some((service) => networksOf(service.Spec).some((at) => at.Target === network.ID)) ||
    Object.values(cluster.Tasks).some((task) => isWanted(task) && isLive(task) && task.NetworksAttachments?.some((at) => at.Network.ID === network.ID))
  );
}
