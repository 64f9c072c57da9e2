import { markMember } from "../../store/changes.ts";
import type { Cluster, StoredNode } from "../../store/schema.ts";

/** Makes the first reachable manager the leader where the swarm has a quorum and no reachable leader. */
export function electLeader(cluster: Cluster): void {
  const managers = Object.values(cluster.Nodes).filter((node) => node.ManagerStatus);
  const reachable = managers.filter((node) => node.ManagerStatus?.Reachability === "reachable");
  for (const node of managers) if (node.ManagerStatus && node.ManagerStatus.Reachability !== "reachable") unlead(cluster, node);
  if (reachable.length * 2 <= managers.length || reachable.some((node) => node.ManagerStatus?.Leader)) return;
  const first = reachable[0];
  if (!first?.ManagerStatus) return;
  markMember(cluster, first);
  first.ManagerStatus = { Leader: true, Reachability: "reachable", Addr: first.ManagerStatus.Addr };
  // The allocator of a new leader begins at the front of pools and subnets: its cursors are memory only.
  cluster.Cursors.Addresses = {};
  delete cluster.Cursors.Subnet;
}

/** Takes the lead from a node that has it. */
export function unlead(cluster: Cluster, node: StoredNode): void {
  if (!node.ManagerStatus?.Leader) return;
  delete node.ManagerStatus.Leader;
  markMember(cluster, node);
}
