import type { StoredTask } from "../../store/schema.ts";
import { own } from "../../values/own.ts";
import type { NodeInfo } from "./node-info.ts";

/** Value of a spread descriptor ("node.labels.zone") on a node; "" for a label that is not there. */
function spreadValue(info: NodeInfo, descriptor: string): string {
  const lower = descriptor.toLowerCase();
  if (lower.startsWith("node.labels.")) return own(info.node.Spec.Labels, descriptor.slice("node.labels.".length)) ?? "";
  if (lower.startsWith("engine.labels.")) return own(info.node.Description.Engine.Labels, descriptor.slice("engine.labels.".length)) ?? "";
  return "";
}

/** Of the nodes, those under the value of each placement preference that holds fewest tasks of the service. */
function preferred(task: StoredTask, nodes: readonly NodeInfo[]): readonly NodeInfo[] {
  const service = task.ServiceID ?? "";
  let left = nodes;
  for (const { Spread } of task.Spec.Placement?.Preferences ?? []) {
    if (!Spread) continue;
    const groups = new Map<string, NodeInfo[]>();
    for (const info of left) groups.set(spreadValue(info, Spread.SpreadDescriptor), [...(groups.get(spreadValue(info, Spread.SpreadDescriptor)) ?? []), info]);
    const load = (group: readonly NodeInfo[]): number => group.reduce((sum, info) => sum + (info.tasksByService.get(service) ?? 0), 0);
    left = [...groups.values()].reduce((best, group) => (load(group) < load(best) ? group : best));
  }
  return left;
}

/** The node for a task: fewest tasks of its service, then fewest tasks, then by host name (the Engine picks any of equals). */
export function spread(task: StoredTask, nodes: readonly NodeInfo[]): NodeInfo {
  const service = task.ServiceID ?? "";
  const [first, ...rest] = preferred(task, nodes) as [NodeInfo, ...NodeInfo[]];
  let best = first;
  let own = best.tasksByService.get(service) ?? 0;
  for (const info of rest) {
    const count = info.tasksByService.get(service) ?? 0;
    const better = count - own || info.tasks - best.tasks || ((info.node.Description.Hostname ?? "") < (best.node.Description.Hostname ?? "") ? -1 : 1);
    if (better >= 0) continue;
    best = info;
    own = count;
  }
  return best;
}
