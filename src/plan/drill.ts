import type { Node, Service, Task } from "../api/index.ts";
import { waitingReason } from "./diff.ts";
import { poolUse } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";
import { networkUse } from "./usage.ts";

/** A failure that a drill tries: a node, or all nodes of a zone, are lost at once. */
export interface Scenario {
  readonly kind: "node" | "zone";
  /** Name of the node, or `LABEL=VALUE` of the zone. */
  readonly name: string;
  /** Names of the nodes that are lost. */
  readonly nodes: readonly string[];
}

/** A task that goes on elsewhere. */
export interface MovedTask {
  readonly task: string;
  readonly from: string;
  readonly to: string;
}

/** A service that a failure concerns. */
export interface DrilledService {
  readonly service: string;
  /** Tasks that run on nodes that are there: before the failure, and once the swarm has converged after it. */
  readonly before: number;
  readonly after: number;
  readonly moved: readonly MovedTask[];
  /** Tasks that wait afterwards, by the reason that the engine or the allocator gives. */
  readonly waiting: readonly { readonly reason: string; readonly tasks: number }[];
}

/** Result of a failure: nothing but nodes is lost, tasks move, some wait, or a service or the quorum is gone. */
export type Outcome = "holds" | "moves" | "degraded" | "down";

/** What a failure leads to. */
export interface DrillResult extends Scenario {
  readonly outcome: Outcome;
  /** Managers before the failure, those that are left, and how many have to be there. */
  readonly quorum: { readonly managers: number; readonly left: number; readonly needed: number; readonly held: boolean };
  /** Node that leads afterwards, where the leader is lost. */
  readonly leader?: { readonly lost: string; readonly next?: string };
  readonly services: readonly DrilledService[];
  /** Networks that have no address left afterwards. */
  readonly fullNetworks: readonly string[];
}

/** A drill: how the swarm is, and what each failure leads to. */
export interface Drill {
  readonly nodes: number;
  readonly tasks: number;
  /** Subnets that the swarm's pools have left for new networks, and what becomes of a network that is created when none is left. */
  readonly pool: { readonly plan: string; readonly free: number; readonly whenFull: string };
  readonly results: readonly DrillResult[];
}

const hostname = ({ Description, ID }: Node): string => Description.Hostname ?? ID;
const isUp = ({ Status }: Node): boolean => Status.State === "ready";

/** Failures to try: each node that is up, and each zone of more than one node and fewer than all, by a label of nodes or engines. */
export function scenarios({ nodes }: Snapshot, zoneLabel: string): Scenario[] {
  const up = nodes.filter(isUp).sort((a, b) => (hostname(a) < hostname(b) ? -1 : 1));
  const zoneOf = ({ Spec, Description }: Node): string | undefined => Spec.Labels?.[zoneLabel] ?? Description.Engine.Labels?.[zoneLabel];
  const zones = new Map<string, string[]>();
  for (const node of up) {
    const zone = zoneOf(node);
    if (zone !== undefined) zones.set(zone, [...(zones.get(zone) ?? []), hostname(node)]);
  }
  return [
    ...up.map((node): Scenario => ({ kind: "node", name: hostname(node), nodes: [hostname(node)] })),
    ...[...zones].filter(([, names]) => names.length > 1).map(([zone, names]): Scenario => ({ kind: "zone", name: `${zoneLabel}=${zone}`, nodes: names })),
  ];
}

/** Tasks that run on nodes which are up and not among those that are lost, by service ID. */
function runningTasks({ tasks, nodes }: Snapshot, lost: ReadonlySet<string>): Map<string, Task[]> {
  const there = new Set(nodes.filter((node) => isUp(node) && !lost.has(hostname(node))).map(({ ID }) => ID));
  const running = new Map<string, Task[]>();
  for (const task of tasks) {
    if (task.Status.State !== "running" || task.DesiredState !== "running" || !there.has(task.NodeID ?? "") || !task.ServiceID) continue;
    running.set(task.ServiceID, [...(running.get(task.ServiceID) ?? []), task]);
  }
  return running;
}

const slotOf = ({ Slot, NodeID = "" }: Task): string => String(Slot ?? NodeID);

function drilled(service: Service, before: Snapshot, now: readonly Task[], then: readonly Task[], after: Snapshot): DrilledService {
  const name = service.Spec.Name ?? service.ID;
  const nodeName = new Map(before.nodes.map((node) => [node.ID, hostname(node)]));
  const stays = new Set(then.map(({ ID }) => ID));
  const bySlot = new Map(now.map((task) => [slotOf(task), task]));
  const known = new Set(now.map(({ ID }) => ID));
  const moved = then.flatMap((task): MovedTask[] => {
    const forerunner = bySlot.get(slotOf(task));
    if (known.has(task.ID) || !forerunner || stays.has(forerunner.ID) || task.Slot === undefined) return [];
    return [{ task: `${name}.${task.Slot}`, from: nodeName.get(forerunner.NodeID ?? "") ?? "", to: nodeName.get(task.NodeID ?? "") ?? "" }];
  });
  const reasons = new Map<string, number>();
  for (const task of after.tasks) {
    const waits = task.ServiceID === service.ID && task.DesiredState === "running" && ["new", "pending", "assigned", "preparing"].includes(task.Status.State);
    if (!waits) continue;
    const reason = waitingReason(task);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return { service: name, before: now.length, after: then.length, moved, waiting: [...reasons].map(([reason, tasks]) => ({ reason, tasks })) };
}

/** Whether a failure concerns a service: its tasks move, wait, or are fewer than before. */
const isConcerned = ({ before, after, moved, waiting }: DrilledService): boolean => before !== after || moved.length > 0 || waiting.length > 0;

function outcomeOf(services: readonly DrilledService[], isHeld: boolean): Outcome {
  if (!isHeld || services.some(({ before, after }) => before > 0 && after === 0)) return "down";
  if (services.some(({ waiting }) => waiting.length > 0)) return "degraded";
  return services.some(({ moved }) => moved.length > 0) ? "moves" : "holds";
}

/**
 * What a failure leads to, by the swarm before it and the swarm that has converged after it; `after` is undefined where the managers
 * have lost their quorum: nothing is placed anew then.
 */
export function drillResult(scenario: Scenario, before: Snapshot, after: Snapshot | undefined): DrillResult {
  const lost = new Set(scenario.nodes);
  const managers = before.nodes.filter(({ ManagerStatus }) => ManagerStatus);
  const left = managers.filter((node) => isUp(node) && !lost.has(hostname(node)));
  const needed = Math.floor(managers.length / 2) + 1;
  const leader = managers.find(({ ManagerStatus }) => ManagerStatus?.Leader);
  const next = after?.nodes.find(({ ManagerStatus }) => ManagerStatus?.Leader);
  const [now, then] = [runningTasks(before, new Set()), runningTasks(after ?? before, lost)];
  const nothing: Snapshot = { ...before, tasks: [] };
  const services = before.services
    .map((service) => drilled(service, before, now.get(service.ID) ?? [], then.get(service.ID) ?? [], after ?? nothing))
    .filter(isConcerned);
  const isHeld = left.length >= needed;
  return {
    ...scenario,
    outcome: outcomeOf(services, isHeld),
    quorum: { managers: managers.length, left: left.length, needed, held: isHeld },
    ...(leader && lost.has(hostname(leader)) && { leader: { lost: hostname(leader), ...(next && { next: hostname(next) }) } }),
    services,
    fullNetworks: after
      ? networkUse(after)
          .filter(({ free }) => free <= 0)
          .map(({ network }) => network.Name)
      : [],
  };
}

/** A drill of a swarm by the results of its failures; `whenFull` says what becomes of a network that no subnet is left for. */
export function drillOf(before: Snapshot, results: readonly DrillResult[], whenFull: string): Drill {
  const { total, used, plan } = poolUse(before);
  const tasks = [...runningTasks(before, new Set()).values()].reduce((sum, own) => sum + own.length, 0);
  return { nodes: before.nodes.length, tasks, pool: { plan, free: Math.max(0, total - used), whenFull }, results };
}
