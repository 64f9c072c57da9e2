import { failure, type Service, TASK_STATES, type Task } from "../../api/index.ts";
import type { CommandContext } from "../command.ts";
import { NO_PROGRESS, type ProgressDisplay, plainProgress, terminalProgress } from "./progress-display.ts";

/** More tasks than this are not shown one by one. */
const MAX_LINES = 20;
const DEFAULT_MONITOR = 5_000_000_000;
/** Steps to a running task, and to a completed one. */
const [RUNNING, COMPLETE] = [9, 10];

async function serviceWithStatus({ client }: CommandContext, id: string): Promise<Service | undefined> {
  return (await client.serviceList({ id: [id] }, { status: true }))[0];
}

const step = (task: Task): number => TASK_STATES.indexOf(task.Status.State) + 1;

/** The newest task of each slot (or node, in a global service) that is meant to live, in that order. */
async function liveTasks({ client }: CommandContext, service: Service): Promise<{ key: string; task: Task }[]> {
  const tasks = new Map<string, Task>();
  const jobs = service.JobStatus !== undefined;
  for (const task of (await client.taskList({ service: [service.ID] })).sort((a, b) => (a.CreatedAt < b.CreatedAt ? -1 : 1))) {
    if (step(task) > (jobs ? COMPLETE : RUNNING) || (!jobs && task.DesiredState !== "running" && task.DesiredState !== "ready")) continue;
    tasks.set(task.Slot ? String(task.Slot) : (task.NodeID ?? ""), task);
  }
  return [...tasks].map(([key, task]) => ({ key, task })).sort((a, b) => (a.task.Slot ?? 0) - (b.task.Slot ?? 0));
}

/** The id of a task's line: its slot of so many, or the start of its node's ID. */
function lineId(service: Service, key: string, total: number): string {
  const slots = service.Spec.Mode.Replicated || service.Spec.Mode.ReplicatedJob;
  return slots ? `${key.padStart(String(total).length)}/${total}` : key.slice(0, 12);
}

async function bars(context: CommandContext, display: ProgressDisplay, service: Service, total: number): Promise<void> {
  if (total > MAX_LINES) return;
  const steps = service.JobStatus ? COMPLETE : RUNNING;
  for (const { key, task } of await liveTasks(context, service)) display.bar(lineId(service, key, total), task.Status.State, step(task), steps);
}

/** The blank lines that a service of slots begins with. */
function placeholders(display: ProgressDisplay, service: Service, total: number): void {
  if (total <= MAX_LINES) for (let slot = 1; slot <= total; slot++) display.line(lineId(service, String(slot), total), " ");
}

/** What a rollback that was asked for is said to be while it goes on. */
const MANUAL = "manually requested rollback";

/** Whether a service's rollback found tasks to replace. */
async function hasReplaced(context: CommandContext, service: Service): Promise<boolean> {
  const from = service.UpdateStatus?.StartedAt ?? "";
  return (await liveTasks(context, service)).some(({ task }) => task.CreatedAt >= from);
}

async function job(context: CommandContext, display: ProgressDisplay, service: Service): Promise<void> {
  const { CompletedTasks = 0, DesiredTasks = 0 } = service.ServiceStatus ?? {};
  const total = service.Spec.Mode.ReplicatedJob?.TotalCompletions ?? CompletedTasks + DesiredTasks;
  const width = String(total).length;
  display.line("job progress", `${"0".padStart(width)} out of ${total} complete`);
  display.line("active tasks", `0 out of ${Math.min(DesiredTasks, total)} tasks`);
  if (context.streams.stdoutIsTTY) {
    if (service.Spec.Mode.ReplicatedJob) placeholders(display, service, total);
    await bars(context, display, service, total);
  }
  display.line("job progress", `${String(CompletedTasks).padStart(width)} out of ${total} complete`);
}

/**
 * Shows how a service converges, as docker does: with a line per task written over in place on a terminal, line by line off it.
 * The swarm has settled when a command returns, so what docker polls for is there at once: the first poll and the last are
 * shown, and the seconds of the watch without waiting for them. A service that does not converge would keep docker waiting for
 * ever: that is said, and the exit status is 1.
 */
export async function showProgress(context: CommandContext, id: string, shown: string, quiet: boolean): Promise<number> {
  const { streams } = context;
  const service = await serviceWithStatus(context, id);
  if (!service) return 0;
  const display = quiet ? NO_PROGRESS : streams.stdoutIsTTY ? terminalProgress(streams) : plainProgress(streams.out);
  if (service.JobStatus) {
    await job(context, display, service);
    if (!quiet) streams.out("job complete\n");
    return 0;
  }
  const { RunningTasks = 0, DesiredTasks = 0 } = service.ServiceStatus ?? {};
  const state = service.UpdateStatus?.State ?? "";
  const rolling = state.startsWith("rollback") ? "rolling back update: " : "";
  const replaced = rolling !== "" && (await hasReplaced(context, service));
  if (replaced) display.line("rollback", MANUAL);
  const overall = (running: number): void => display.line("overall progress", `${rolling}${running} out of ${DesiredTasks} tasks`);
  overall(0);
  if (service.Spec.Mode.Replicated) placeholders(display, service, DesiredTasks);
  if (state === "paused" || state === "rollback_paused")
    throw failure("service-cli-paused", { what: state === "paused" ? "update" : "rollback", message: service.UpdateStatus?.Message ?? "" });
  if (streams.stdoutIsTTY) await bars(context, display, service, DesiredTasks);
  if (DesiredTasks > 0) overall(RunningTasks);
  if (RunningTasks < DesiredTasks || state === "updating" || state === "rollback_started") {
    streams.err(
      `dryswarm: the service does not converge (${RunningTasks} of ${DesiredTasks} tasks run); docker would wait here. See: ${context.program} service ps ${shown}\n`,
    );
    return 1;
  }
  const monitor = service.Spec.UpdateConfig?.Monitor ?? DEFAULT_MONITOR;
  for (let seconds = Math.ceil(monitor / 1e9); seconds > 0; seconds--) display.line("verify", `Waiting ${seconds} seconds to verify that tasks are stable...`);
  display.line("verify", `Service ${shown} converged`);
  // A rollback with tasks to replace is over when the watch of the new ones is, and docker looks no more; one without is over before.
  if (state === "rollback_completed" && !replaced) display.line("rollback", "rollback completed");
  return 0;
}
