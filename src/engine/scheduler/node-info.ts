import type { GenericResource, ResourceRequirements } from "../../api/index.ts";
import type { TaskSketch } from "../../store/read-tasks.ts";
import type { Cluster, StoredNode, StoredTask } from "../../store/schema.ts";
import { everyTask } from "../../store/swarm-tasks.ts";
import { isLive, rank } from "../tasks/states.ts";

/** A node as the scheduler sees it: what runs there and what is left. */
export interface NodeInfo {
  readonly node: StoredNode;
  /** Live tasks assigned to the node. */
  tasks: number;
  readonly tasksByService: Map<string, number>;
  /** Billionths of a CPU and bytes not reserved yet. */
  cpus: number;
  memory: number;
  readonly generic: Map<string, number>;
  /** Host-mode ports in use, as "tcp/8080". */
  readonly hostPorts: Set<string>;
}

/** Counts of generic resources by kind. */
export function genericCounts(resources: readonly GenericResource[] | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of resources ?? []) {
    const kind = item.DiscreteResourceSpec?.Kind ?? item.NamedResourceSpec?.Kind ?? "";
    counts.set(kind, (counts.get(kind) ?? 0) + (item.DiscreteResourceSpec?.Value ?? 1));
  }
  return counts;
}

const ASSIGNED = rank("assigned");
const NO_PORTS: string[] = [];

/** Host-mode ports with a number that a task publishes, as "tcp/8080". */
export function hostPortsOf(cluster: Cluster, task: Pick<StoredTask, "ServiceID">): string[] {
  const ports = cluster.Services[task.ServiceID ?? ""]?.Spec.EndpointSpec?.Ports;
  if (!ports) return NO_PORTS;
  return ports.filter((port) => port.PublishMode === "host" && port.PublishedPort).map((port) => `${port.Protocol ?? "tcp"}/${port.PublishedPort}`);
}

/** Adds (sign 1) a task to the books of its node, or takes it out (-1). */
export function account(cluster: Cluster, info: NodeInfo, task: TaskSketch, sign: 1 | -1): void {
  const service = task.ServiceID ?? "";
  info.tasks += sign;
  info.tasksByService.set(service, (info.tasksByService.get(service) ?? 0) + sign);
  const reserved: ResourceRequirements["Reservations"] = task.Spec.Resources?.Reservations ?? {};
  info.cpus -= sign * Number(reserved.NanoCPUs ?? 0);
  info.memory -= sign * Number(reserved.MemoryBytes ?? 0);
  if (reserved.GenericResources)
    for (const [kind, count] of genericCounts(reserved.GenericResources)) info.generic.set(kind, (info.generic.get(kind) ?? 0) - sign * count);
  for (const port of hostPortsOf(cluster, task)) sign > 0 ? info.hostPorts.add(port) : info.hostPorts.delete(port);
}

/** Adds a task to the books of its node, where it holds something there. */
export function accountLive(cluster: Cluster, infos: ReadonlyMap<string, NodeInfo>, task: TaskSketch): void {
  const info = task.NodeID ? infos.get(task.NodeID) : undefined;
  if (info && isLive(task) && rank(task.Status.State) >= ASSIGNED) account(cluster, info, task, 1);
}

/** The nodes of a swarm with the tasks they hold now, by node ID. */
export function nodeInfos(cluster: Cluster): Map<string, NodeInfo> {
  const infos = emptyNodeInfos(cluster);
  everyTask(cluster, (task) => {
    accountLive(cluster, infos, task);
    return true;
  });
  return infos;
}

/** The nodes of a swarm without their tasks, by node ID. */
export function emptyNodeInfos(cluster: Cluster): Map<string, NodeInfo> {
  const infos = new Map<string, NodeInfo>();
  for (const node of Object.values(cluster.Nodes)) {
    const { NanoCPUs = 0, MemoryBytes = 0, GenericResources } = node.Description.Resources;
    infos.set(node.ID, {
      node,
      tasks: 0,
      tasksByService: new Map(),
      cpus: Number(NanoCPUs),
      memory: Number(MemoryBytes),
      generic: genericCounts(GenericResources),
      hostPorts: new Set(),
    });
  }
  return infos;
}
