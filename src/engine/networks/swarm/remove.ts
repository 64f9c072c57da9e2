import { failure } from "../../../api/index.ts";
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
  dropNetwork(tx, cluster, network.ID);
}

/** Takes a network out of the swarm, off its hosts, and forgets its cursors. */
function dropNetwork(tx: Tx, cluster: Cluster, id: string): void {
  delete cluster.Networks[id];
  for (const key of Object.keys(cluster.Cursors.Addresses)) if (key.startsWith(`${id} `)) delete cluster.Cursors.Addresses[key];
  for (const node of Object.values(cluster.Nodes)) delete node.LoadBalancers[id];
  for (const host of Object.values(tx.state.hosts)) {
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
