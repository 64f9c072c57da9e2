import type { Filters, Task } from "../../api/index.ts";
import type { TaskRow } from "../../format/contexts/task.ts";
import { taskList } from "../../format/contexts/task.ts";
import { isTable, type ListOptions, writeList } from "../../format/list.ts";
import { naturalCompare } from "../../format/sort.ts";
import type { CommandContext } from "../command.ts";

interface Names {
  service(id: string): string;
  node(id: string): string;
}

/** Names of the services and nodes of tasks; IDs where names are not asked for, or gone. */
async function namesOf({ client }: CommandContext, tasks: readonly Task[], resolve: boolean): Promise<Names> {
  if (!resolve || tasks.length === 0) return { service: (id) => id, node: (id) => id };
  const services = new Map((await client.serviceList()).map((service) => [service.ID, service.Spec.Name ?? service.ID]));
  const nodes = new Map((await client.nodeList()).map((node) => [node.ID, node.Spec.Name || node.Description.Hostname || node.ID]));
  return { service: (id) => services.get(id) ?? id, node: (id) => nodes.get(id) ?? id };
}

/** Tasks as a list of `service ps`, `node ps` or `stack ps`: by name, newest first; older ones of a place are marked in tables. */
export async function writeTasks(context: CommandContext, tasks: readonly Task[], options: ListOptions, resolve: boolean): Promise<string> {
  const names = await namesOf(context, tasks, resolve);
  const rows = tasks.map((task) => ({
    task,
    name: `${names.service(task.ServiceID ?? "")}.${task.Slot ?? task.NodeID ?? ""}`,
    node: names.node(task.NodeID ?? ""),
  }));
  rows.sort((a, b) => naturalCompare(a.name, b.name) || (a.task.CreatedAt < b.task.CreatedAt ? 1 : -1));
  const table = options.format === "" || isTable(options.format);
  const marked = rows.map((row, at): TaskRow => {
    const older = rows[at - 1]?.name === row.name;
    return { ...row, older, name: older && table ? ` \\_ ${row.name}` : row.name };
  });
  return writeList(marked, taskList, options);
}

/** Tasks of several services or nodes, and of those that the filters name: those that meet the other filters. */
export async function tasksFor({ client }: CommandContext, filters: Filters, key: "service" | "node", ids: readonly string[]): Promise<Task[]> {
  return ids.length === 0 ? [] : client.taskList({ ...filters, [key]: [...(filters[key] ?? []), ...ids] });
}
