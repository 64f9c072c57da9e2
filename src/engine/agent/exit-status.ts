import type { ContainerSpec, TaskSpec } from "../../api/index.ts";

/** Commands that do their work and end at once. */
const SHORT = new Set(["ls", "true", "echo", "date", "hostname", "env", "pwd", "cat", "id", "uname", "printf", "whoami", "nslookup"]);
/** A sleep of no more than this many seconds counts as over when the command returns. */
const SOON = 3;

function words(spec: ContainerSpec): string[] {
  const all = [...(spec.Command ?? []), ...(spec.Args ?? [])];
  const shell = ["sh", "bash", "/bin/sh", "/bin/bash"].includes(all[0] ?? "") && all[1] === "-c";
  return shell
    ? ((all[2] ?? "")
        .split(/\s*(?:;|&&)\s*/)
        .at(-1)
        ?.split(/\s+/) ?? [])
    : all;
}

/**
 * What would become of a task's process, as far as its command tells: its exit status, or undefined for one that runs
 * until it is stopped. A dry run starts nothing; a job whose command it cannot judge ends well.
 */
export function exitStatus(spec: Pick<TaskSpec, "ContainerSpec">, isJob: boolean): number | undefined {
  const [command = "", argument = ""] = words(spec.ContainerSpec ?? {});
  // A loop of a shell goes on until it is stopped.
  if (command === "done") return undefined;
  if (command === "exit") return Number(argument || 0) & 255;
  if (command === "false") return 1;
  if (command === "sleep") return Number(argument) <= SOON ? 0 : undefined;
  if (SHORT.has(command)) return 0;
  return isJob ? 0 : undefined;
}
