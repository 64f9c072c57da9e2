import { failure, type StringMap } from "../../api/index.ts";
import type { Host, StoredContainer } from "../../store/schema.ts";
import { put } from "../../values/own.ts";
import type { exitStatus } from "../agent/exit-status.ts";
import { logOptionProblem } from "../agent/log-options.ts";
import { hasPlugin } from "../nodes/new-node.ts";

/** How a container logs, as its `HostConfig` says it. */
export interface LogConfig {
  readonly Type: string;
  readonly Config: StringMap;
}

/** Refuses a log driver that the host does not have, and options that its driver does not know. */
export function checkLogs(host: Host, logs: LogConfig | undefined): void {
  if (!logs) return;
  if (logs.Type !== "none" && !hasPlugin(host, "Log", logs.Type)) throw failure("container-log-driver", { driver: logs.Type });
  const problem = logOptionProblem(logs.Type, logs.Config);
  if (problem) throw failure("container-log-option", { problem });
}

/** Changes the limits and the restart policy of a container (`POST /containers/{id}/update`): they are shown, and limit nothing. */
export function updateContainer(container: StoredContainer, changes: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(changes)) put(container.HostConfig, key, value);
}

/** The process of a container in a service's terms. */
export function processOf({ Config, Cmd, Labels }: StoredContainer): Parameters<typeof exitStatus>[0] {
  return {
    Command: (Config?.Entrypoint as string[] | undefined) ?? [],
    Args: Cmd ?? [],
    Labels,
    OpenStdin: Config?.OpenStdin === true,
    TTY: Config?.Tty === true,
  };
}
