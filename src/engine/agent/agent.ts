import type { TaskState } from "../../api/index.ts";
import { processId } from "../../store/derived.ts";
import type { Cluster, Host, StoredTask } from "../../store/schema.ts";
import { hasTask } from "../../store/swarm-tasks.ts";
import { fullReference, taggedReference } from "../../values/image-id.ts";
import { isNodeLocal } from "../allocator/networks.ts";
import { allocateNodes, allocateNodesOf } from "../allocator/nodes.ts";
import type { AddressBook } from "../allocator/pools.ts";
import { releaseTask } from "../allocator/tasks.ts";
import { isMissingImage } from "../images/images.ts";
import { Places, trimHistory } from "../orchestrator/history.ts";
import { isLive, rank } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { removeTaskContainer, startTaskContainer, stopTaskContainer } from "./containers.ts";
import { exitStatus } from "./exit-status.ts";
import { hostPortStatus } from "./host-ports.ts";
import { dematerialise } from "./overlays.ts";
import { rejection, startFailure } from "./refusals.ts";

const MESSAGES: Partial<Record<TaskState, string>> = {
  preparing: "preparing",
  ready: "prepared",
  running: "started",
  complete: "finished",
  shutdown: "shutdown",
  failed: "started",
  rejected: "preparing",
};

function setState(tx: Tx, cluster: Cluster, task: StoredTask, state: TaskState, more: Partial<StoredTask["Status"]> = {}): void {
  const { ContainerStatus, PortStatus } = task.Status;
  task.Status = {
    Timestamp: tx.now(),
    State: state,
    Message: MESSAGES[state] ?? state,
    ...(more.Err && { Err: more.Err }),
    ...((more.ContainerStatus ?? ContainerStatus) && { ContainerStatus: more.ContainerStatus ?? ContainerStatus }),
    PortStatus: more.PortStatus ?? PortStatus,
  };
  if (task.JobIteration && rank(state) > rank("running") && rank(task.DesiredState) <= rank("complete")) tx.wokenJobs.add(task.ServiceID ?? "");
  tx.touch(cluster, task);
}

/** Whether the node of a task has a load-balancer address on each of the task's networks: without one, tasks hang in preparing. */
function isNetworkReady(tx: Tx, cluster: Cluster, task: StoredTask): boolean {
  if (!tx.leaderProfile(cluster).nodeLoadBalancers) return true;
  const node = cluster.Nodes[task.NodeID ?? ""];
  return (task.NetworksAttachments ?? []).every(({ Network: { ID } }) => {
    const network = cluster.Networks[ID];
    return network !== undefined && (isNodeLocal(network) || node?.LoadBalancers[ID] !== undefined);
  });
}

/** Leaves a task preparing, with the error of the pull that is tried again and again. True when it moved. */
function waitForImage(tx: Tx, cluster: Cluster, task: StoredTask, image: string): boolean {
  if (task.Status.State === "preparing" && task.Status.Err) return false;
  const ref = fullReference(image);
  setState(tx, cluster, task, "preparing", { Err: `failed to resolve reference ${JSON.stringify(ref)}: ${ref}: not found` });
  return true;
}

/** Starts a task, or takes it as far as it is meant to go. True when it moved. */
function advance(tx: Tx, cluster: Cluster, host: Host, task: StoredTask): boolean {
  const state = task.Status.State;
  if (!isNetworkReady(tx, cluster, task)) {
    if (state === "preparing") return false;
    setState(tx, cluster, task, "preparing");
    return true;
  }
  const refused = state === "ready" ? undefined : rejection(host, task, tx.profileOf(host).messages);
  if (refused) {
    setState(tx, cluster, task, "rejected", { Err: refused });
    return true;
  }
  if (task.DesiredState === "ready") {
    if (state === "ready") return false;
    setState(tx, cluster, task, "ready");
    return true;
  }
  if (state === "running") return false;
  const image = task.Spec.ContainerSpec?.Image ?? "";
  if (isMissingImage(tx.state.settings, image)) {
    if (tx.profileOf(host).missingImagesWait) return waitForImage(tx, cluster, task, image);
    setState(tx, cluster, task, "rejected", { Err: `No such image: ${taggedReference(image)}`, PortStatus: {} });
    return true;
  }
  const failed = startFailure(cluster, task);
  if (failed) {
    setState(tx, cluster, task, "failed", { Err: failed });
    return true;
  }
  const { id: ContainerID, problem } = startTaskContainer(tx, cluster, host, task);
  if (problem !== undefined) {
    setState(tx, cluster, task, "failed", { Err: problem, ContainerStatus: { ContainerID, PID: 0, ExitCode: 128 }, PortStatus: {} });
    task.Status.Message = "starting";
    return true;
  }
  const exit = exitStatus(task.Spec.ContainerSpec ?? {}, task.DesiredState === "complete");
  const ContainerStatus = { ContainerID, PID: exit === undefined ? processId(task) : 0, ExitCode: exit ?? 0 };
  const PortStatus = hostPortStatus(cluster, host, task);
  if (exit === undefined) setState(tx, cluster, task, "running", { ContainerStatus, PortStatus });
  else {
    stopTaskContainer(tx, host, task, exit);
    setState(tx, cluster, task, exit === 0 ? "complete" : "failed", {
      ContainerStatus,
      PortStatus: {},
      ...(exit !== 0 && { Err: `task: non-zero exit (${exit})` }),
    });
  }
  return true;
}

/** Takes a task down as far as it is meant to go. True when it moved. */
function retire(tx: Tx, cluster: Cluster, host: Host | undefined, book: AddressBook, task: StoredTask, places: Places): boolean {
  const wasLive = isLive(task);
  if (task.DesiredState === "remove") {
    if (wasLive) releaseTask(book, task);
    if (host) removeTaskContainer(tx, host, task);
    delete cluster.Tasks[task.ID];
    return true;
  }
  if (isSuperseded(cluster, task)) {
    releaseTask(book, task);
    task.Status = { Timestamp: tx.now(), State: "shutdown", Message: task.Status.Message ?? "", PortStatus: {} };
    tx.touch(cluster, task);
    return true;
  }
  if (!wasLive || rank(task.Status.State) < rank("assigned") || task.NodeID === undefined) return false;
  releaseTask(book, task);
  if (host) stopTaskContainer(tx, host, task, 0);
  setState(tx, cluster, task, "shutdown", { PortStatus: {} });
  for (const old of trimHistory(cluster, task, places.of(task))) {
    if (host) removeTaskContainer(tx, host, old);
    delete cluster.Tasks[old.ID];
  }
  return true;
}

/**
 * Whether a task that found no node is to stop because its service has a newer specification: the scheduler ends it then.
 * One that a rollback replaces is of the newer specification, and stays as it is.
 */
function isSuperseded(cluster: Cluster, task: StoredTask): boolean {
  const service = cluster.Services[task.ServiceID ?? ""];
  return task.NodeID === undefined && task.Status.State === "pending" && service !== undefined && !service.UpdateStatus?.State?.startsWith("rollback");
}

/** Ends a task whose node no longer meets its constraints. */
export function rejectTask(tx: Tx, cluster: Cluster, book: AddressBook, task: StoredTask): void {
  const host = hostOf(tx, cluster, task);
  releaseTask(book, task);
  if (host) {
    stopTaskContainer(tx, host, task, 0);
    dematerialise(host);
  }
  task.DesiredState = "shutdown";
  setState(tx, cluster, task, "rejected", { Err: "assigned node no longer meets constraints", PortStatus: {} });
  task.Status.Message = "task rejected by constraint enforcer";
}

/**
 * What the agents of all nodes do: tasks that are assigned run, tasks that are to stop stop, at once. Nothing moves on a
 * host that is down or has left the swarm. With `some` only those tasks are looked at. True when anything changed.
 */
export function runAgents(tx: Tx, cluster: Cluster, book: AddressBook, some?: readonly StoredTask[]): boolean {
  let changed = false;
  const tasks = some ?? Object.values(cluster.Tasks);
  const places = new Places(cluster);
  const stopped = new Set<Host>();
  for (const task of tasks) {
    if (rank(task.DesiredState) <= rank("complete") || !hasTask(cluster, task)) continue;
    const host = hostOf(tx, cluster, task);
    if (host && !isConnected(host, task)) continue;
    if (!retire(tx, cluster, host, book, task, places)) continue;
    changed = true;
    if (host) stopped.add(host);
  }
  for (const host of stopped) dematerialise(host);
  stopped.clear();
  changed = (some ? allocateNodesOf(tx, cluster, book, some) : allocateNodes(tx, cluster, book)) || changed;
  for (const task of tasks) {
    if (rank(task.DesiredState) > rank("complete") || rank(task.Status.State) < rank("assigned") || !isLive(task)) continue;
    const host = hostOf(tx, cluster, task);
    if (!host || !isConnected(host, task) || !advance(tx, cluster, host, task)) continue;
    changed = true;
    if (!isLive(task)) stopped.add(host);
  }
  for (const host of stopped) dematerialise(host);
  return changed;
}

/** Whether the agent of a task's node reports to the managers: not while its host is down, nor once that has left the swarm. */
const isConnected = (host: Host, task: StoredTask): boolean => host.Up && host.Swarm?.NodeID === task.NodeID;

function hostOf(tx: Tx, cluster: Cluster, task: StoredTask): Host | undefined {
  const name = cluster.Nodes[task.NodeID ?? ""]?.Host;
  return name === undefined ? undefined : tx.state.hosts[name];
}
