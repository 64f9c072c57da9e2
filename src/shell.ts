import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { failure } from "./api/index.ts";

/** What the `docker` of a shell is: our entry, with the state and the engine of this call. */
export interface ShellOptions {
  /** Path of bin/dryswarm.js. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

function makeBin(entry: string): string {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-shell-"));
  const file = join(folder, "docker");
  // After "--" Node takes no flag for itself: --env-file is docker's.
  writeFileSync(file, `#!/bin/sh\nDRYSWARM_PROGRAM=docker exec ${quoted(process.execPath)} -- ${quoted(entry)} "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}

/**
 * Runs a command (the user's shell where none is given) with a `docker` first on PATH that is dryswarm. Streams and signals
 * pass through; gives the exit status, 128 and the signal's number for one that a signal ended. Fails with "state-shell".
 */
export async function runShell(args: readonly string[], { entry, env }: ShellOptions): Promise<number> {
  const folder = makeBin(entry);
  const [command = env.SHELL || "/bin/sh", ...rest] = args;
  const child = spawn(command, rest, { stdio: "inherit", env: { ...env, PATH: `${folder}:${env.PATH ?? ""}` } as NodeJS.ProcessEnv });
  const forward = SIGNALS.map((signal) => [signal, () => child.kill(signal)] as const);
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
    rmSync(folder, { recursive: true, force: true });
  }
}
