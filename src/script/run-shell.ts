import { spawn } from "node:child_process";
import { constants } from "node:os";
import { failure } from "../api/index.ts";
import { openSandbox, type SandboxOptions } from "./sandbox.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Runs a command (the user's shell where none is given) in a sandbox. Streams and signals pass through; returns the exit status, 128
 * and the signal's number for one that a signal ended. Rejects with state-shell and the script-* errors.
 */
export async function runShell(args: readonly string[], options: Omit<SandboxOptions, "prefix" | "noted">): Promise<number> {
  const sandbox = await openSandbox({ ...options, prefix: "dryswarm-shell-", noted: false });
  try {
    const { env } = sandbox;
    const asked = args.length > 0 ? args : [env.SHELL || "/bin/sh"];
    const [command = "", ...rest] = sandbox.command(asked);
    const child = spawn(command, rest, { stdio: "inherit", env: env as NodeJS.ProcessEnv });
    // A terminal sends its keys' signals to both: programs that take a second one for an order to break off must not get it.
    const keys: readonly string[] = process.stdin.isTTY ? ["SIGINT", "SIGQUIT"] : [];
    const forward = SIGNALS.map((signal) => [signal, () => void (keys.includes(signal) || child.kill(signal))] as const);
    for (const [signal, handler] of forward) process.on(signal, handler);
    try {
      const status = await new Promise<number>((resolve, reject) => {
        child.on("error", (error: NodeJS.ErrnoException) =>
          reject(failure("state-shell", { command: asked[0] as string, cause: error.code === "ENOENT" ? "no such command" : error.message })),
        );
        child.on("exit", (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
      });
      sandbox.checkEntered();
      return status;
    } finally {
      for (const [signal, handler] of forward) process.off(signal, handler);
    }
  } finally {
    await sandbox.close();
  }
}
