import { failure, type Service } from "../../api/index.ts";
import type { CommandContext } from "../command.ts";

/** More tasks than this are not shown one by one. */
const MAX_LINES = 20;
const DEFAULT_MONITOR = 5_000_000_000;

async function serviceWithStatus({ client }: CommandContext, id: string): Promise<Service | undefined> {
  return (await client.serviceList({ id: [id] }, { status: true }))[0];
}

function finish(service: Service): string {
  const { RunningTasks = 0, DesiredTasks = 0 } = service.ServiceStatus ?? {};
  const rollback = service.UpdateStatus?.State?.startsWith("rollback") ?? false;
  return `overall progress: ${rollback ? "rolling back update: " : ""}${RunningTasks} out of ${DesiredTasks} tasks\n`;
}

function jobLines(service: Service): string {
  const { CompletedTasks = 0, DesiredTasks = 0 } = service.ServiceStatus ?? {};
  const total = service.Spec.Mode.ReplicatedJob?.TotalCompletions ?? CompletedTasks + DesiredTasks;
  const width = String(total).length;
  const first = `job progress: ${"0".padStart(width)} out of ${total} complete\n`;
  const active = `active tasks: 0 out of ${Math.min(DesiredTasks, total)} tasks\n`;
  return `${first}${active}job progress: ${String(CompletedTasks).padStart(width)} out of ${total} complete\njob complete\n`;
}

/**
 * Shows how a service converges, as docker does off a terminal. The swarm has settled when a command returns, so what docker
 * polls for is there at once: the first poll and the last are shown, and the seconds of the watch without waiting for them.
 * A service that does not converge would keep docker waiting for ever: that is said, and the exit status is 1.
 */
export async function showProgress(context: CommandContext, id: string, shown: string, quiet: boolean): Promise<number> {
  const { streams } = context;
  const service = await serviceWithStatus(context, id);
  if (!service) return 0;
  const out = (text: string): void => {
    if (!quiet) streams.out(text);
  };
  if (service.JobStatus) {
    out(jobLines(service));
    return 0;
  }
  const { RunningTasks = 0, DesiredTasks = 0 } = service.ServiceStatus ?? {};
  const rolling = service.UpdateStatus?.State?.startsWith("rollback") ? "rolling back update: " : "";
  out(`overall progress: ${rolling}0 out of ${DesiredTasks} tasks\n`);
  if (service.Spec.Mode.Replicated && DesiredTasks <= MAX_LINES) for (let slot = 1; slot <= DesiredTasks; slot++) out(`${slot}/${DesiredTasks}:  \n`);
  const state = service.UpdateStatus?.State ?? "";
  if (state === "paused" || state === "rollback_paused")
    throw failure("service-cli-paused", { what: state === "paused" ? "update" : "rollback", message: service.UpdateStatus?.Message ?? "" });
  if (DesiredTasks > 0) out(finish(service));
  if (RunningTasks < DesiredTasks || state === "updating" || state === "rollback_started") {
    streams.err(
      `dryswarm: the service does not converge (${RunningTasks} of ${DesiredTasks} tasks run); docker would wait here. See: ${context.program} service ps ${shown}\n`,
    );
    return 1;
  }
  const monitor = service.Spec.UpdateConfig?.Monitor ?? DEFAULT_MONITOR;
  for (let seconds = Math.ceil(monitor / 1e9); seconds > 0; seconds--) out(`verify: Waiting ${seconds} seconds to verify that tasks are stable...\n`);
  out(`verify: Service ${shown} converged\n`);
  if (state === "rollback_completed") out("rollback: rollback completed\n");
  return 0;
}
