import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { rank } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { makeTask, setDesired } from "./make-task.ts";
import { byPlace } from "./service-tasks.ts";

/** Slots in the order they are kept when a service shrinks: first copies on each node first, unassigned ones last. */
function keepOrder(slots: Map<string, StoredTask[]>): string[] {
  const isRunning = (tasks: StoredTask[]): boolean => tasks.some((task) => task.Status.State === "running");
  const bySlot = [...slots].sort(([a, x], [b, y]) => Number(isRunning(y)) - Number(isRunning(x)) || Number(a) - Number(b));
  const copies = new Map<string, number>();
  const indexed = bySlot.map(([slot, tasks]) => {
    const node = tasks.find((task) => task.NodeID)?.NodeID;
    if (!node || rank(tasks[0]?.Status.State ?? "new") < rank("assigned")) return { slot, index: Number.POSITIVE_INFINITY };
    copies.set(node, (copies.get(node) ?? 0) + 1);
    return { slot, index: copies.get(node) as number };
  });
  return indexed.sort((a, b) => a.index - b.index || 0).map(({ slot }) => slot);
}

/** Whether nothing follows a task of a service, however it ended. */
const isNeverFollowed = ({ Spec }: Service): boolean => Spec.TaskTemplate.RestartPolicy?.Condition === "none";

/** Slots whose newest task ended by itself for good: they are filled again only when the service changes. */
function deadSlots(service: Service, tasks: readonly StoredTask[], running: ReadonlyMap<string, unknown>): Set<string> {
  const newest = new Map<string, StoredTask>();
  for (const task of tasks) newest.set(String(task.Slot ?? 0), task);
  // One that was rejected because its node's labels changed is none that ended: it is placed anew. One that was stopped, as its node
  // is drained, is left at that where the restart policy lets nothing follow.
  const hasEnded = ({ Status: { State, Message } }: StoredTask): boolean =>
    ["complete", "failed"].includes(State) || (State === "rejected" && Message === "preparing") || isNeverFollowed(service);
  const isDead = (task: StoredTask): boolean => hasEnded(task) && task.DesiredState === "shutdown" && sameJson(task.Spec, service.Spec.TaskTemplate);
  return new Set([...newest].filter(([slot, task]) => !running.has(slot) && isDead(task)).map(([slot]) => slot));
}

/** Makes a replicated service as large as it is meant to be: lowest free slots are filled, surplus slots are removed. True when anything changed. */
export function orchestrateReplicated(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const replicas = service.Spec.Mode.Replicated?.Replicas ?? 0;
  const slots = byPlace(tasks, false);
  const dead = deadSlots(service, tasks, slots);
  if (slots.size + dead.size === replicas) return false;
  if (slots.size > replicas) {
    for (const slot of keepOrder(slots).slice(replicas)) for (const task of slots.get(slot) ?? []) setDesired(tx, cluster, task, "remove");
    return true;
  }
  const missing = Math.max(0, replicas - slots.size - dead.size);
  for (let slot = 1, made = 0; made < missing; slot++) {
    if (slots.has(String(slot)) || dead.has(String(slot))) continue;
    makeTask(tx, cluster, service, { slot }, "running");
    made++;
  }
  return missing > 0;
}
