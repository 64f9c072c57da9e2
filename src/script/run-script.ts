import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, join, resolve } from "node:path";
import { failure } from "../api/index.ts";
import type { ScriptRun } from "../cli/command.ts";
import { preflight, preflightText } from "../plan/preflight.ts";
import { redactor } from "../plan/redact.ts";
import { readJournal } from "./journal.ts";
import { endProcesses } from "./processes.ts";
import { openSandbox, type SandboxOptions } from "./sandbox.ts";

/** What a script that is planned is run with. */
export interface ScriptOptions extends Omit<SandboxOptions, "prefix" | "noted" | "warn"> {
  /** Milliseconds after which it is stopped. */
  readonly timeout: number;
  /** Takes what the script prints, both streams, and what is to be said of it. */
  out(text: string): void;
}

/** Bash tells the commands that it runs where they stand; docker itself is a script of bash, too. */
const TRACE = `case $0 in */docker | */docker-compose) return 0 ;; esac
set -o functrace 2>/dev/null
trap 'export DRYSWARM_LINE=$LINENO DRYSWARM_FILE="\${BASH_SOURCE[0]:-}"' DEBUG
`;

/** The shell that a script asks for with its first line, bash where it asks for none; undefined for a binary or a missing file. */
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

/**
 * Runs a script, or a command, in a sandbox on the state that `env` names; returns its exit status and what it asked of docker.
 * Whatever it started is ended with it. Rejects with plan-timeout, plan-interrupted, plan-command and the script-* errors.
 */
export async function runScript(argv: readonly string[], { timeout, out, ...options }: ScriptOptions): Promise<ScriptRun> {
  const [first = "", ...rest] = argv;
  const shell = first.includes("/") || rest.length === 0 ? interpreter(resolve(first)) : undefined;
  const sandbox = await openSandbox({ ...options, prefix: "dryswarm-plan-", noted: true, warn: out });
  writeFileSync(join(sandbox.folder, "trace.bash"), TRACE);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let stop = (): void => undefined;
  let ended: "plan-interrupted" | "plan-timeout" | undefined;
  const end = (cause: typeof ended) => (): void => {
    ended = cause;
    stop();
  };
  const interrupted = end("plan-interrupted");
  const timer = setTimeout(end("plan-timeout"), timeout);
  try {
    const notes = shell ? preflight(readFileSync(resolve(first), "utf8")) : [];
    for (const note of notes) out(`${basename(first)}:${note.line}: ${redactor().text(preflightText(note, sandbox.isolated))}\n`);
    const [command = "", ...args] = sandbox.command(shell ? [...shell, first, ...rest] : argv);
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...sandbox.env, BASH_ENV: join(sandbox.folder, "trace.bash") } as NodeJS.ProcessEnv,
    });
    if (child.pid !== undefined) {
      const group = child.pid;
      stop = () => endProcesses({ group, mark: `DRYSWARM_JOURNAL=${sandbox.journal}`, mount: sandbox.mount });
    }
    for (const signal of signals) process.on(signal, interrupted);
    child.stdout.setEncoding("utf8").on("data", out);
    child.stderr.setEncoding("utf8").on("data", out);
    const status = await new Promise<number>((done, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) =>
        reject(failure("plan-command", { command: first, cause: error.code === "ENOENT" ? "no such command" : error.message })),
      );
      child.on("exit", (code, signal) => done(signal ? 128 + constants.signals[signal] : (code ?? 1)));
    });
    if (ended) throw failure(ended, { seconds: timeout / 1000 });
    sandbox.checkEntered();
    return { status, records: readJournal(sandbox.journal), notes };
  } finally {
    clearTimeout(timer);
    stop();
    for (const signal of signals) process.off(signal, interrupted);
    await sandbox.close();
  }
}
