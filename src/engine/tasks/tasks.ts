import { type Filters, failure, type Task } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { anyOf, hasLabels, validateFilters } from "../filters.ts";
import { lookup } from "../names.ts";
import { findNode } from "../nodes/nodes.ts";

/** A task as the API shows it: its specification without Runtime, and nothing of our own. */
export function apiTask(task: StoredTask): Task {
  const { ContainerID: _container, Endpoint: _endpoint, ServiceName: _name, ...shown } = task;
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

/** Tasks that pass the filters (`GET /tasks`); `service` and `node` take IDs, names or ID prefixes. */
export function listTasks(cluster: Cluster, filters: Filters): Task[] {
  validateFilters(filters, ["name", "id", "label", "service", "node", "desired-state", "_up-to-date", "runtime"]);
  for (const value of filters["desired-state"] ?? [])
    if (!["running", "shutdown", "accepted"].includes(value)) throw failure("task-filter-desired-state", { value });
  for (const ref of filters.node ?? []) findNode(cluster, ref);
  return Object.values(cluster.Tasks)
    .filter(
      (task) =>
        anyOf(filters.id, (id) => task.ID.startsWith(id)) &&
        anyOf(filters.name, (name) => fullName(task).startsWith(name)) &&
        anyOf(filters.service, (ref) => inService(cluster, task, ref)) &&
        anyOf(filters.node, (ref) => onNode(cluster, task, ref)) &&
        anyOf(filters["desired-state"], (state) => task.DesiredState === state) &&
        anyOf(filters.runtime, (runtime) => runtime === (task.Spec.Runtime || "container")) &&
        hasLabels(filters.label, cluster.Services[task.ServiceID ?? ""]?.Spec.Labels),
    )
    .map(apiTask);
}

function inService(cluster: Cluster, task: StoredTask, ref: string): boolean {
  return task.ServiceID === ref || cluster.Services[task.ServiceID ?? ""]?.Spec.Name === ref;
}

function onNode(cluster: Cluster, task: StoredTask, ref: string): boolean {
  return task.NodeID === ref || cluster.Nodes[task.NodeID ?? ""]?.Description.Hostname === ref;
}

/** A task by ID, name or unique ID prefix (`GET /tasks/{id}`). */
export function findTask(cluster: Cluster, ref: string): StoredTask {
  const task = lookup(cluster.Tasks, ref, fullName, (count) => {
    throw failure("task-ambiguous", { ref, count });
  });
  if (!task) throw failure("task-not-found", { ref });
  return task;
}
