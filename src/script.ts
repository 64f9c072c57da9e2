import { spawn } from "node:child_process";
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { failure } from "./api/index.ts";
import type { CommandRecord } from "./plan/plan.ts";
import type { RunResident } from "./resident.ts";
import { makeBin, ownProcess } from "./shell.ts";

/** With what a script is run. */
export interface ScriptOptions {
  /** Path of bin/dryswarm.js: what `docker` is. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Answers docker commands in this process. */
  readonly run: RunResident;
  /** Milliseconds after which it is stopped. */
  readonly timeout: number;
  /** Takes what the script prints, both streams. */
  out(text: string): void;
}

/** Bash tells the commands that it runs where it stands. */
const TRACE = `[[ $0 == */dryswarm-plan-*/docker ]] && return 0
set -o functrace 2>/dev/null
trap 'export DRYSWARM_LINE=$LINENO DRYSWARM_FILE="\${BASH_SOURCE[0]:-}"' DEBUG
`;

/** The shell that a script asks for with its first line, bash where it asks for none; undefined for what is no script. */
function interpreter(file: string): string[] | undefined {
  let head: string;
  try {
    const handle = openSync(file, "r");
    const buffer = Buffer.alloc(256);
    const count = readSync(handle, buffer);
    closeSync(handle);
    head = buffer.toString("latin1", 0, count);
  } catch {
    return undefined;
  }
  if (head.includes("\0")) return undefined;
  const asked = /^#!\s*(\S+)([^\n]*)/.exec(head);
  return asked ? [asked[1] as string, ...(asked[2] as string).trim().split(/\s+/).filter(Boolean)] : ["bash"];
}

/** Adds to a folder what scripts that are planned need beside `docker`. */
function addTools(folder: string, entry: string): void {
  const file = join(folder, "docker-compose");
  writeFileSync(file, `#!/bin/sh\nDRYSWARM_PROGRAM=docker exec ${ownProcess(entry)} compose "$@"\n`);
  chmodSync(file, 0o755);
  writeFileSync(join(folder, "trace.bash"), TRACE);
}

/** Ends every process that carries the journal's name in its environment: what a script left in the background, too. */
function endAll(group: number, journal: string): void {
  const kill = (pid: number): void => {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  };
  kill(-group);
  const mark = `DRYSWARM_JOURNAL=${journal}\0`;
  let names: string[] = [];
  try {
    names = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  } catch {
    // Without /proc the process group has to do.
  }
  for (const name of names)
    try {
      if (readFileSync(`/proc/${name}/environ`, "latin1").includes(mark)) kill(Number(name));
    } catch {
      // Not ours, or gone.
    }
}

function readJournal(file: string): CommandRecord[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as CommandRecord);
  } catch {
    return [];
  }
}

/**
 * Runs a script, or a command, with a `docker` first on PATH that is dryswarm on the state that `env` names; gives its exit
 * status and the docker commands that it ran. Whatever it started is ended with it. Rejects with plan-timeout,
 * plan-interrupted and plan-command.
 */
export async function runScript(
  argv: readonly string[],
  { entry, env, timeout, out, run }: ScriptOptions,
): Promise<{ status: number; records: CommandRecord[] }> {
  const { folder, close } = await makeBin(entry, "dryswarm-plan-", run);
  addTools(folder, entry);
  const journal = join(folder, "journal");
  const [first = "", ...rest] = argv;
  const shell = first.includes("/") || !rest.length ? interpreter(resolve(first)) : undefined;
  const [command = "", ...args] = shell ? [...shell, first, ...rest] : argv;
  const child = spawn(command, args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, PATH: `${folder}:${env.PATH ?? ""}`, DRYSWARM_JOURNAL: journal, BASH_ENV: join(folder, "trace.bash") } as NodeJS.ProcessEnv,
  });
  const stop = (): void => endAll(child.pid as number, journal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let ended: "plan-interrupted" | "plan-timeout" | undefined;
  const interrupted = (): void => {
    ended = "plan-interrupted";
    stop();
  };
  for (const signal of signals) process.on(signal, interrupted);
  const timer = setTimeout(() => {
    ended = "plan-timeout";
    stop();
  }, timeout);
  try {
    child.stdout.setEncoding("utf8").on("data", out);
    child.stderr.setEncoding("utf8").on("data", out);
    const status = await new Promise<number>((done, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) =>
        reject(failure("plan-command", { command: first, cause: error.code === "ENOENT" ? "no such command" : error.message })),
      );
      child.on("exit", (code, signal) => done(signal ? 128 + constants.signals[signal] : (code ?? 1)));
    });
    if (ended) throw failure(ended, { seconds: timeout / 1000 });
    return { status, records: readJournal(journal) };
  } finally {
    clearTimeout(timer);
    if (child.pid !== undefined) stop();
    for (const signal of signals) process.off(signal, interrupted);
    close();
  }
}
