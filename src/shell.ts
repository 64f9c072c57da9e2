import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { failure } from "./api/index.ts";
import { openResident, quoted, type RunResident } from "./resident.ts";

/** What the `docker` of a shell is: our entry, with the state and the engine of this call. */
export interface ShellOptions {
  /** Path of bin/dryswarm.js. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Answers docker commands in this process. */
  readonly run: RunResident;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/** The command line that runs dryswarm in a process of its own. After "--" Node takes no flag for itself: --env-file is docker's. */
export const ownProcess = (entry: string): string => `${quoted(process.execPath)} -- ${quoted(entry)}`;

/** Makes a folder with a `docker` that is dryswarm: answered in this process where the machine can, else a Node of its own. */
export async function makeBin(entry: string, prefix: string, run: RunResident): Promise<{ folder: string; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const own = ownProcess(entry);
  const stop = await openResident(folder, own, run);
  if (!stop) {
    const file = join(folder, "docker");
    writeFileSync(file, `#!/bin/sh\nDRYSWARM_PROGRAM=docker exec ${own} "$@"\n`);
    chmodSync(file, 0o755);
  }
  return {
    folder,
    close: () => {
      stop?.();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Runs a command (the user's shell where none is given) with a `docker` first on PATH that is dryswarm. Streams and signals
 * pass through; gives the exit status, 128 and the signal's number for one that a signal ended. Fails with "state-shell".
 */
export async function runShell(args: readonly string[], { entry, env, run }: ShellOptions): Promise<number> {
  const { folder, close } = await makeBin(entry, "dryswarm-shell-", run);
  const [command = env.SHELL || "/bin/sh", ...rest] = args;
  const child = spawn(command, rest, { stdio: "inherit", env: { ...env, PATH: `${folder}:${env.PATH ?? ""}` } as NodeJS.ProcessEnv });
  // A terminal sends its keys' signals to both: programs that take a second one for an order to break off must not get it.
  const keys: readonly string[] = process.stdin.isTTY ? ["SIGINT", "SIGQUIT"] : [];
  const forward = SIGNALS.map((signal) => [signal, () => void (keys.includes(signal) || child.kill(signal))] as const);
  for (const [signal, handler] of forward) process.on(signal, handler);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) =>
        reject(failure("state-shell", { command, cause: error.code === "ENOENT" ? "no such command" : error.message })),
      );
      child.on("exit", (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
    });
  } finally {
    for (const [signal, handler] of forward) process.off(signal, handler);
    close();
  }
}
