import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The built program, as `node` runs it. */
export const DIST = join(import.meta.dirname, "../../bin/dryswarm.js");

/** What a process left behind. */
export interface Result {
  stdout: string;
  stderr: string;
  code: number;
}

/** Runs a program to its end; `stdin` is closed after the given text. A death by signal counts as code 255. */
export function runProcess(
  program: string,
  args: string[],
  env: Record<string, string>,
  options: { stdin?: string; cwd?: string; timeout?: number; uid?: number } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const { stdin = "", timeout = 600_000, ...place } = options;
    const child = spawn(program, args, { env: { PATH: process.env.PATH, HOME: "/nonexistent", ...env }, timeout, ...place });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("error", reject).on("close", (code) => resolve({ stdout, stderr, code: code ?? 255 }));
    child.stdin.on("error", () => {}).end(stdin);
  });
}

/** A directory that `use` may fill; removed afterwards. */
export async function inTempDir<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "dryswarm-test-"));
  try {
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Puts a `docker` that is the built dryswarm into `dir`. */
export function writeDocker(dir: string): void {
  writeFileSync(join(dir, "docker"), `#!/bin/sh\nexec '${process.execPath}' -- '${DIST}' "$@"\n`, { mode: 0o755 });
}

/** Runs one dryswarm command on a state of its own. */
export function dryswarm(args: string[], env: Record<string, string>, stdin?: string): Promise<Result> {
  return runProcess(process.execPath, ["--", DIST, ...args], { NO_COLOR: "1", ...env }, { stdin });
}
