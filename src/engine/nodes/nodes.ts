import { type Filters, failure, type Node, type NodeSpec } from "../../api/index.ts";
import { markMember } from "../../store/changes.ts";
import type { Cluster, StoredNode } from "../../store/schema.ts";
import { anyOf, hasSwarmLabels, validateFilters } from "../filters.ts";
import { lookup } from "../names.ts";
import { clearWork } from "../swarm/leave.ts";
import { hasQuorum, type Tx } from "../tx.ts";
import { electLeader, unlead } from "./leader.ts";

/** A node as the API shows it. */
export function apiNode({ LoadBalancers: _balancers, Host: _host, Respecified: _respecified, ...node }: StoredNode): Node {
  return node;
}

/** A node by ID, host name or unique ID prefix. */
export function findNode(cluster: Cluster, ref: string): StoredNode {
  const node = lookup(
    cluster.Nodes,
    ref,
    (one) => one.Description.Hostname,
    (count) => {
      throw failure("node-ambiguous", { ref, count });
    },
  );
  if (!node) throw failure("node-not-found", { ref });
  return node;
}

function oneOf(values: readonly string[] | undefined, known: readonly string[], code: "node-filter-role" | "node-filter-membership"): void {
  for (const value of values ?? []) if (value !== "" && !known.includes(value.toLowerCase())) throw failure(code, { value });
}

/** Nodes that pass the filters (`GET /nodes`). */
export function listNodes(cluster: Cluster, filters: Filters): Node[] {
  validateFilters(filters, ["name", "id", "label", "node.label", "role", "membership"]);
  oneOf(filters.role, ["worker", "manager"], "node-filter-role");
  oneOf(filters.membership, ["accepted", "pending"], "node-filter-membership");
  const given = (values: readonly string[] | undefined): string[] | undefined => values?.filter((value) => value !== "").map((value) => value.toLowerCase());
  const [roles, memberships] = [given(filters.role), given(filters.membership)];
  return Object.values(cluster.Nodes)
    .filter(
      (node) =>
        anyOf(filters.id, (id) => node.ID.startsWith(id)) &&
        anyOf(filters.name, (name) => (node.Description.Hostname ?? "").startsWith(name)) &&
        anyOf(roles, (role) => node.Spec.Role === role) &&
        anyOf(memberships, (word) => (word === "pending") === (node.Respecified ?? false)) &&
        hasSwarmLabels(filters.label, node.Description.Engine.Labels) &&
        hasSwarmLabels(filters["node.label"], node.Spec.Labels),
    )
    .map(apiNode);
}

function checkDemotion(cluster: Cluster): void {
  const managers = Object.values(cluster.Nodes).filter((node) => node.ManagerStatus);
  if (managers.length <= 1) throw failure("node-last-manager");
  const reachable = managers.filter((node) => node.ManagerStatus?.Reachability === "reachable").length;
  if ((reachable - 1) * 2 <= managers.length - 1) throw failure("node-demote-quorum");
}

/** Changes labels, availability and role of a node (`POST /nodes/{id}/update`). */
export function updateNode(tx: Tx, cluster: Cluster, ref: string, version: number, spec: NodeSpec): void {
  const node = findNode(cluster, ref);
  const { Role = "", Availability = "" }: Partial<NodeSpec> = spec;
  const [role, availability] = [Role.toLowerCase(), Availability.toLowerCase()];
  if (!["worker", "manager"].includes(role)) throw failure("node-bad-role", { role: Role });
  if (!["active", "pause", "drain"].includes(availability)) throw failure("node-bad-availability", { availability: Availability });
  if (version !== node.Version.Index) throw failure("swarm-out-of-sequence");
  if (node.ManagerStatus && role === "worker") checkDemotion(cluster);
  const swarm = tx.state.hosts[node.Host]?.Swarm;
  if (!node.ManagerStatus && role === "manager") {
    node.ManagerStatus = {
      Reachability: node.Status.State === "ready" ? "reachable" : "unreachable",
      Addr: swarm?.AdvertiseAddr ?? `${node.Status.Addr}:2377`,
    };
  }
  if (role === "worker") delete node.ManagerStatus;
  const labels = Object.fromEntries(Object.entries(spec.Labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  node.Spec = { ...(spec.Name && { Name: spec.Name }), Labels: labels, Role: role, Availability: availability };
  node.Respecified = true;
  tx.touch(cluster, node);
  electLeader(cluster);
}

/**
 * Removes a node (`DELETE /nodes/{id}`): no manager, and no ready one without force. Its host does nothing for the swarm any more,
 * but takes itself for a part of it until it leaves.
 */
export function removeNode(tx: Tx, cluster: Cluster, ref: string, force: boolean): void {
  const node = findNode(cluster, ref);
  if (node.ManagerStatus) throw failure("node-is-manager", { id: node.ID });
  if (!force && node.Status.State !== "down") throw failure("node-not-down", { id: node.ID });
  delete cluster.Nodes[node.ID];
  markMember(cluster, node);
  for (const task of Object.values(cluster.Tasks)) if (task.NodeID === node.ID) delete cluster.Tasks[task.ID];
  const host = tx.state.hosts[node.Host];
  if (host?.Swarm?.NodeID === node.ID) clearWork(host);
}

/** Takes a host's node down (its host failed), or back up. */
export function setNodeUp(tx: Tx, cluster: Cluster, nodeId: string, up: boolean): void {
  const node = cluster.Nodes[nodeId];
  if (!node) return;
  node.Status = { State: up ? "ready" : "down", ...(!up && { Message: "heartbeat failure" }), Addr: node.Status.Addr };
  if (node.ManagerStatus)
    node.ManagerStatus = {
      ...(up && node.ManagerStatus.Leader && { Leader: true }),
      Reachability: up ? "reachable" : "unreachable",
      Addr: node.ManagerStatus.Addr,
    };
  tx.touch(cluster, node);
  electLeader(cluster);
  if (!hasQuorum(cluster)) for (const one of Object.values(cluster.Nodes)) unlead(cluster, one);
}
