import { failure, type Service } from "../api/index.ts";
import type { TaskSketch } from "../store/read-tasks.ts";
import type { Cluster, StoredNetwork, StoredTask } from "../store/schema.ts";
import { everyTask, hasTask, takeTasks } from "../store/swarm-tasks.ts";
import { rejectTask, runAgents } from "./agent/agent.ts";
import { materialise } from "./agent/overlays.ts";
import { allocateNetwork, isAllocated } from "./allocator/networks.ts";
import { allocateNodes } from "./allocator/nodes.ts";
import { AddressBook, addressBook } from "./allocator/pools.ts";
import { allocateService, ingressOf, isServiceAllocated } from "./allocator/services.ts";
import { allocateTask } from "./allocator/tasks.ts";
import { misplacedTasks } from "./orchestrator/enforcer.ts";
import { orchestrateGlobal } from "./orchestrator/global.ts";
import { orchestrateJob } from "./orchestrator/jobs.ts";
import { orchestrateReplicated } from "./orchestrator/replicated.ts";
import { restartTasks } from "./orchestrator/restart.ts";
import { tasksByService } from "./orchestrator/service-tasks.ts";
import { orchestrateUpdate } from "./orchestrator/update.ts";
import { accountLive, emptyNodeInfos, type NodeInfo } from "./scheduler/node-info.ts";
import { schedule } from "./scheduler/schedule.ts";
import { isLive, isWanted } from "./tasks/states.ts";
import { hasQuorum, type Tx } from "./tx.ts";

/** Rounds that the rooms need among each other, whatever the size of the swarm: among them those of tasks that fail again and again. */
const BASE_ROUNDS = 100;
/** Rounds that a task may take at most: replaced one after the other, each is made, placed, run and its forerunner stopped. */
const ROUNDS_PER_TASK = 8;

/** Rounds after which a swarm that still moves is taken for one that never converges. */
function roundLimit(cluster: Cluster): number {
  const nodes = Object.keys(cluster.Nodes).length;
  const requested = Object.values(cluster.Services).map(({ Spec: { Mode } }) => Mode.Replicated?.Replicas ?? Mode.ReplicatedJob?.TotalCompletions ?? nodes);
  return BASE_ROUNDS + ROUNDS_PER_TASK * requested.reduce((sum, count) => sum + count, 0);
}

/**
 * Lets a swarm converge after a change: networks, services and nodes get their addresses, tasks are made, placed, run and
 * stopped, updates roll, until nothing moves any more. The order of the rooms is fixed; DESIGN.md says why it is this one.
 * Without `placing` tasks are made and get their addresses, but the scheduler still waits.
 */
export function reconcile(tx: Tx, cluster: Cluster, placing = true): void {
  if (!hasQuorum(cluster)) return;
  const book = addressBook(tx, cluster);
  untilAtRest(cluster, () => step(tx, cluster, book, placing));
}

/** Goes on with a step for as long as it changes anything. Fails where that goes on for longer than the size of the swarm explains. */
function untilAtRest(cluster: Cluster, step: () => boolean): void {
  let limit = BASE_ROUNDS;
  for (let round = 0; round < limit; round++) {
    if (!step()) return;
    // Most swarms converge long before their size matters.
    if (round === BASE_ROUNDS - 1) limit = roundLimit(cluster);
  }
  throw failure("swarm-restless", { limit });
}

/** View of a converged swarm, so that an addition to it need not look at all of it again. */
export interface Settled {
  readonly book: AddressBook;
  readonly nodes: Map<string, NodeInfo>;
  /** Names of services in lower case. */
  readonly names: Set<string>;
  /** Names of networks, by themselves in lower case. */
  readonly networkNames: Map<string, string>;
  /** IDs of services that came in a burst of requests, and whose tasks are not placed yet. */
  readonly unplaced: Set<string>;
}

/**
 * Whether a task may go on though nothing was freed: it was made in a burst of requests, and not placed yet. One that waits for an
 * address (new, preparing) waits for others to give theirs back.
 */
function isUnplaced({ Status: { State, Err } }: TaskSketch): boolean {
  return (State === "pending" || State === "assigned") && !Err;
}

/** Looks at a swarm that has settled; undefined where something in it may still move. */
export function settledView(tx: Tx, cluster: Cluster): Settled | undefined {
  const names = new Set(Object.values(cluster.Services).map(({ Spec }) => (Spec.Name ?? "").toLowerCase()));
  const networkNames = new Map(Object.values(cluster.Networks).map(({ Spec }) => [Spec.Name.toLowerCase(), Spec.Name]));
  const book = new AddressBook(tx, cluster);
  const nodes = emptyNodeInfos(cluster);
  const settled = everyTask(cluster, (task) => {
    if (isUnplaced(task)) return false;
    book.hold(task);
    accountLive(cluster, nodes, task);
    return true;
  });
  return settled ? { book, nodes, names, networkNames, unplaced: new Set() } : undefined;
}

/** Allocates a network that was added to a settled swarm; nothing else can move by it. */
export function reconcileNetwork(tx: Tx, cluster: Cluster, network: StoredNetwork, { book, networkNames }: Settled): void {
  networkNames.set(network.Spec.Name.toLowerCase(), network.Spec.Name);
  if (allocateNetwork(tx, cluster, network, book.taken)) book.add(network);
}

/**
 * Lets a converged swarm converge anew after a replicated or global service was added: nothing that waited before can move by it, so
 * that only the service and its tasks are looked at. Without `placing` the tasks get their addresses, and wait for {@link placeAdded}.
 * Returns whether the view is still true afterwards.
 */
export function reconcileAdded(tx: Tx, cluster: Cluster, service: Service, view: Settled, placing = true): boolean {
  view.names.add((service.Spec.Name ?? "").toLowerCase());
  return converge(tx, cluster, service, [], view, placing);
}

/** The same after a service of a converged swarm got more replicas: nothing but its own tasks can move by that. */
export function reconcileGrown(tx: Tx, cluster: Cluster, service: Service, view: Settled, placing = true): boolean {
  const there = takeTasks(cluster, new Set([service.ID]), () => true);
  return converge(tx, cluster, service, there, view, placing);
}

/** Lets a service and its tasks converge, those of `there` and the new ones, while all else of the swarm stands still. */
function converge(tx: Tx, cluster: Cluster, service: Service, there: readonly StoredTask[], view: Settled, placing: boolean): boolean {
  const { book, unplaced } = view;
  untilAtRest(cluster, () => {
    let changed = isServiceAllocated(cluster, service) ? false : allocateService(tx, cluster, book, service);
    changed = orchestrateService(tx, cluster, service, [...there, ...tx.madeTasks]) || changed;
    const tasks = [...there, ...tx.madeTasks];
    for (const task of tasks) if (task.Status.State === "new" && isWanted(task)) changed = allocateTask(tx, cluster, book, task) || changed;
    return placing ? place(tx, cluster, view, tasks) || changed : changed;
  });
  if (tx.madeTasks.some(isUnplaced)) unplaced.add(service.ID);
  return tx.madeTasks.every((task) => isLive(task) && (!placing || !isUnplaced(task)) && hasTask(cluster, task));
}

/** One turn of the scheduler and the agents for tasks that were added. True when anything changed. */
function place(tx: Tx, cluster: Cluster, { book, nodes }: Settled, tasks: readonly StoredTask[]): boolean {
  const changed = schedule(tx, cluster, tasks, nodes);
  return runAgents(tx, cluster, book, tasks) || changed;
}

/**
 * Places the tasks of services that came in a burst of requests, once it is over: those of `services`, the others go on waiting. Returns
 * whether the view is still true afterwards.
 */
export function placeAdded(tx: Tx, cluster: Cluster, view: Settled, services: ReadonlySet<string>): boolean {
  const tasks = takeTasks(cluster, services, isUnplaced);
  untilAtRest(cluster, () => place(tx, cluster, view, tasks));
  for (const id of services) view.unplaced.delete(id);
  return tasks.every((task) => isLive(task) && !isUnplaced(task) && hasTask(cluster, task));
}

function step(tx: Tx, cluster: Cluster, book: AddressBook, placing: boolean): boolean {
  let changed = allocateNetworks(tx, cluster, book);
  for (const service of Object.values(cluster.Services))
    if (!isServiceAllocated(cluster, service)) changed = allocateService(tx, cluster, book, service) || changed;
  changed = orchestrate(tx, cluster, book) || changed;
  const tasks = Object.values(cluster.Tasks);
  for (const task of tasks) if (task.Status.State === "new" && isWanted(task)) changed = allocateTask(tx, cluster, book, task) || changed;
  if (!placing) return changed;
  changed = schedule(tx, cluster, tasks) || changed;
  return runAgents(tx, cluster, book) || changed;
}

/** Allocates what networks wait for it, and gives every node its place on the ingress network. */
function allocateNetworks(tx: Tx, cluster: Cluster, book: AddressBook): boolean {
  let changed = false;
  for (const network of Object.values(cluster.Networks)) {
    if (isAllocated(network) || !allocateNetwork(tx, cluster, network, book.taken)) continue;
    book.add(network);
    changed = true;
  }
  if (changed) allocateNodes(tx, cluster, book);
  const ingress = ingressOf(cluster);
  for (const node of Object.values(cluster.Nodes)) {
    const host = tx.state.hosts[node.Host];
    const joined = ingress && (node.LoadBalancers[ingress.ID] !== undefined || !tx.leaderProfile(cluster).nodeLoadBalancers);
    if (host?.Up && joined && isAllocated(ingress) && host.Swarm?.NodeID === node.ID) materialise(tx, cluster, host, ingress);
  }
  return changed;
}

function orchestrate(tx: Tx, cluster: Cluster, book: AddressBook): boolean {
  const misplaced = misplacedTasks(cluster);
  for (const task of misplaced) rejectTask(tx, cluster, book, task);
  let changed = misplaced.length > 0;
  const tasks = tasksByService(cluster);
  for (const service of Object.values(cluster.Services)) changed = orchestrateService(tx, cluster, service, tasks.get(service.ID) ?? []) || changed;
  return changed;
}

function orchestrateService(tx: Tx, cluster: Cluster, service: Service, tasks: readonly StoredTask[]): boolean {
  const mode = service.Spec.Mode;
  if (mode.ReplicatedJob || mode.GlobalJob) return orchestrateJob(tx, cluster, service, tasks);
  if (restartTasks(tx, cluster, service, tasks)) return true;
  const changed = mode.Global ? orchestrateGlobal(tx, cluster, service, tasks) : orchestrateReplicated(tx, cluster, service, tasks);
  return changed || orchestrateUpdate(tx, cluster, service, tasks);
}
