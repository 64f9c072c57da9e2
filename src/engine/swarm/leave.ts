import { failure } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import type { Cluster, Host } from "../../store/schema.ts";
import { isOfSwarm } from "../networks/local/predefined.ts";
import { electLeader } from "../nodes/leader.ts";
import type { Tx } from "../tx.ts";

/** Refuses to let a manager go without force, with the words for what its going would mean. */
function refuseManager(cluster: Cluster, nodeId: string): void {
  const managers = Object.values(cluster.Nodes).filter((node) => node.ManagerStatus);
  if (!cluster.Nodes[nodeId]?.ManagerStatus) return;
  if (managers.length === 1) throw failure("swarm-leave-last-manager");
  const reachable = managers.filter((node) => node.ManagerStatus?.Reachability === "reachable").length;
  if (reachable - 2 <= managers.length - reachable) throw failure("swarm-leave-quorum-loss", { left: reachable - 1, all: managers.length });
  throw failure("swarm-leave-manager");
}

/** Takes the tasks' containers off a host, and the overlays that they were on. */
export function clearWork(host: Host): void {
  markHost(host);
  for (const [id, overlay] of Object.entries(host.Overlays)) if (!overlay.Ingress) delete host.Overlays[id];
  for (const container of Object.values(host.Containers)) if (container.TaskID) delete host.Containers[container.Id];
  for (const network of Object.values(host.Networks)) if (isOfSwarm(network)) delete host.Networks[network.Id];
}

/** Takes all that belongs to a swarm off a host: membership, overlays, task containers. Local networks stay. */
function clearHost(host: Host): void {
  clearWork(host);
  delete host.Swarm;
  host.Overlays = {};
}

/**
 * Lets this host leave its swarm (`POST /swarm/leave`); gives the swarm if others are still in it. A worker's node stays
 * there as down until it is removed; a manager that leaves by force is unreachable from then on.
 */
export function leaveSwarm(tx: Tx, force: boolean): Cluster | undefined {
  const host = tx.host;
  const swarm = host.Swarm;
  const cluster = swarm && tx.state.swarms[swarm.ClusterID];
  if (!swarm || !cluster) throw failure("swarm-not-part");
  if (!force) refuseManager(cluster, swarm.NodeID);
  clearHost(host);
  const members = Object.values(tx.state.hosts).some((other) => other.Swarm?.ClusterID === cluster.ID);
  if (!members) {
    delete tx.state.swarms[cluster.ID];
    return undefined;
  }
  const node = cluster.Nodes[swarm.NodeID];
  if (node) {
    node.Status = { ...node.Status, State: "down" };
    if (node.ManagerStatus) node.ManagerStatus = { Reachability: "unreachable", Addr: node.ManagerStatus.Addr };
    tx.touch(cluster, node);
  }
  electLeader(cluster);
  return cluster;
}
