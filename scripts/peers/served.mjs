// A `dryswarm serve` of its own, for one run of what asks it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ENTRY = fileURLToPath(new URL("../../bin/dryswarm.js", import.meta.url));

/** Serves a fresh swarmless host with an environment file, calls `use(socketPath, folder)`, and stops. Gives what `use` gave. */
export async function served(environment, use) {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-peers-"));
  const socket = join(folder, "docker.sock");
  const hosts = join(folder, "hosts.json");
  writeFileSync(hosts, JSON.stringify(environment));
  const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json"), DRYSWARM_HOSTS: hosts };
  const server = spawn(process.execPath, [ENTRY, "serve", "-H", `unix://${socket}`], { env, stdio: "ignore" });
  try {
    while (!existsSync(socket)) {
      if (server.exitCode !== null) throw new Error(`dryswarm serve ended with ${server.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return await use(socket, folder);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program to its end with its output shown or gathered. Gives exit status and output. */
export function run(command, args, { cwd, env, show }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", show ? "inherit" : "ignore"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (show) process.stderr.write(chunk);
    });
    child.on("error", reject).on("close", (status) => resolve({ status, output }));
  });
}
