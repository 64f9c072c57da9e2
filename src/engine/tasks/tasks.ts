import { type Filters, failure, type Task } from "../../api/index.ts";
import type { Cluster, StoredNode, StoredTask } from "../../store/schema.ts";
import { tasksOf } from "../../store/swarm-tasks.ts";
import { anyOf, hasSwarmLabels, validateFilters } from "../filters.ts";
import { lookup } from "../names.ts";
import { findNode } from "../nodes/nodes.ts";
import { findService } from "../services/services.ts";

/** A task as the API shows it: its specification without Runtime, and nothing of our own. */
export function apiTask(task: StoredTask): Task {
  const { ContainerID: _container, Endpoint: _endpoint, ServiceName: _name, PassedOver: _passed, ...shown } = task;
  const { Runtime: _runtime, ...Spec } = task.Spec;
  return { ...shown, Spec };
}

/** Name of a task: service.slot, or service.node for tasks without a slot. */
export function taskLabel(task: StoredTask): string {
  return `${task.ServiceName ?? ""}.${task.Slot ?? task.NodeID ?? ""}`;
}

function fullName(task: StoredTask): string {
  return `${taskLabel(task)}.${task.ID}`;
}

/** States that a task may be in, or be meant to be in. */
const STATES = "new pending assigned accepted preparing ready starting running complete shutdown failed rejected remove orphaned".split(" ");

/** The node that an empty reference in a filter means: it is a prefix of every ID. */
function onlyNode({ Nodes }: Cluster): StoredNode {
  const [node, ...others] = Object.values(Nodes);
  if (!node) throw failure("node-not-found", { ref: "" });
  if (others.length > 0) throw failure("node-ambiguous", { ref: "", count: others.length + 1 });
  return node;
}

/** Tasks that pass the filters (`GET /tasks`); `service` and `node` take IDs, names or ID prefixes. */
export function listTasks(cluster: Cluster, filters: Filters): Task[] {
  validateFilters(filters, ["name", "id", "label", "service", "node", "desired-state", "_up-to-date", "runtime"]);
  const services = filters.service?.map((ref) => findService(cluster, ref).ID);
  const nodes = filters.node?.map((ref) => (ref === "" ? onlyNode(cluster) : findNode(cluster, ref)).ID);
  for (const value of filters["desired-state"] ?? [])
    if (value !== "" && !STATES.includes(value.toLowerCase())) throw failure("task-filter-desired-state", { value });
  const desired = filters["desired-state"]?.filter((value) => value !== "").map((value) => value.toLowerCase());
  const tasks = services ? tasksOf(cluster, new Set(services)) : Object.values(cluster.Tasks);
  return tasks
    .filter(
      (task) =>
        // Attachments of containers to networks are tasks that the API does not show.
        task.Spec.ContainerSpec &&
        anyOf(filters.id, (id) => task.ID.startsWith(id)) &&
        anyOf(filters.name, (name) => fullName(task).startsWith(name)) &&
        anyOf(services, (id) => task.ServiceID === id) &&
        anyOf(nodes, (id) => task.NodeID === id) &&
        anyOf(desired, (state) => task.DesiredState === state) &&
        anyOf(filters.runtime, (runtime) => runtime === (task.Spec.Runtime || "container")) &&
        hasSwarmLabels(filters.label, cluster.Services[task.ServiceID ?? ""]?.Spec.Labels),
    )
    .map(apiTask);
}

/** A task by ID, name or unique ID prefix (`GET /tasks/{id}`). */
export function findTask(cluster: Cluster, ref: string): StoredTask {
  const task = lookup(cluster.Tasks, ref, fullName, (count) => {
    throw failure("task-ambiguous", { ref, count });
  });
  if (!task) throw failure("task-not-found", { ref });
  return task;
}
