import type { ReadTasks, TaskSketch, TaskState } from "./read-tasks.ts";
import type { Cluster, StoredTask } from "./schema.ts";

/**
 * The tasks of a swarm for those who work with them: lines of the file for as long as that will do, objects from then on.
 * @module
 */

const reads = new WeakMap<Cluster, ReadTasks>();

/** The tasks of a swarm as they were read; undefined for a swarm that was not read. */
export function readTasksOf(cluster: Cluster): ReadTasks | undefined {
  return reads.get(cluster);
}

/** Notes where the tasks of a swarm come from. */
export function setReadTasks(cluster: Cluster, read: ReadTasks): void {
  reads.set(cluster, read);
}

/** The lines of a swarm's tasks, while they are no objects yet. */
function linesOnly(cluster: Cluster): ReadTasks | undefined {
  const read = reads.get(cluster);
  return read && !read.tasks ? read : undefined;
}

/** Adds a new task to a swarm. Those that are there stay lines where they are. */
export function addTask(cluster: Cluster, task: StoredTask): void {
  const read = linesOnly(cluster);
  if (read) read.added.set(task.ID, task);
  else cluster.Tasks[task.ID] = task;
}

/** Whether a task that was added is still in its swarm. */
export function hasTask(cluster: Cluster, task: StoredTask): boolean {
  return (linesOnly(cluster)?.object(task.ID) ?? cluster.Tasks[task.ID]) === task;
}

/** The tasks of some services that `wanted` picks, as objects to be changed; where the tasks are lines, the others stay so. */
export function takeTasks(cluster: Cluster, services: ReadonlySet<string>, wanted: (task: TaskSketch) => boolean): StoredTask[] {
  return linesOnly(cluster)?.take(services, wanted) ?? Object.values(cluster.Tasks).filter((task) => services.has(task.ServiceID ?? "") && wanted(task));
}

/** The tasks of some services, in their order, to be looked at and not to be changed. */
export function tasksOf(cluster: Cluster, services: ReadonlySet<string>): StoredTask[] {
  return linesOnly(cluster)?.ofServices(services) ?? Object.values(cluster.Tasks).filter(({ ServiceID = "" }) => services.has(ServiceID));
}

/** Shows the state of every task with the ID of its service, "" for one without; those of one service in the order they were made. */
export function everyState(cluster: Cluster, visit: (service: string, task: TaskState) => void): void {
  const read = linesOnly(cluster);
  if (read) read.states(visit);
  else for (const id in cluster.Tasks) visit(cluster.Tasks[id]?.ServiceID ?? "", cluster.Tasks[id] as StoredTask);
}

/** Shows what every task of a swarm holds, in their order, until `visit` gives false; gives whether it never did. No object is kept. */
export function everyTask(cluster: Cluster, visit: (task: TaskSketch) => boolean): boolean {
  const read = linesOnly(cluster);
  if (read) return read.sketch(visit);
  for (const id in cluster.Tasks) if (!visit(cluster.Tasks[id] as StoredTask)) return false;
  return true;
}
