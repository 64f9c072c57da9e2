// What one docker command of a script costs: under dryswarm shell, under plan, and under a shell whose commands go to a dryswarm
// serve; and with the real docker where DOCKER names one that reaches an engine. In turn, medians.
//   DOCKER=/path/to/docker npm run bench:resident
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COUNT = 50;
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-bench-"));
const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json") };
const socket = `unix://${join(folder, "served.sock")}`;
const docker = process.env.DOCKER;

const loop = (command, count) => `for at in $(seq ${count}); do ${command} network ls >/dev/null; done`;
const dryswarm =
  (...words) =>
  (count) =>
    spawnSync(process.execPath, [entry, ...words, "--", "bash", "-c", loop("docker", count)], { env });
const WAYS = [
  ["docker network ls under dryswarm shell", dryswarm("shell")],
  ["under dryswarm plan", dryswarm("plan")],
  ["under dryswarm --server URL shell", dryswarm("--server", socket, "shell")],
  ...(docker ? [["with the real docker", (count) => spawnSync("bash", ["-c", loop(`'${docker}'`, count)], { env })]] : []),
];

/** Milliseconds of one command: a loop of fifty, less the start of an empty one. */
function cost(run) {
  const time = (count) => {
    const started = performance.now();
    const { status, stderr } = run(count);
    if (status !== 0) throw new Error(String(stderr));
    return performance.now() - started;
  };
  return (time(COUNT) - time(0)) / COUNT;
}

const server = spawn(process.execPath, [entry, "serve", "-H", socket], {
  env: { ...env, DRYSWARM_STATE: join(folder, "served.json") },
  stdio: ["ignore", "ignore", "pipe"],
});
await once(server.stderr, "data");
const costs = WAYS.map(() => []);
try {
  for (let round = 0; round < 7; round++) for (const [at, [, run]] of WAYS.entries()) costs[at].push(cost(run));
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

const medians = costs.map((values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
const real = docker ? medians.at(-1) : undefined;
for (const [at, [name]] of WAYS.entries())
  console.log(`${name.padEnd(40)} ${medians[at].toFixed(1).padStart(6)} ms${real === undefined ? "" : `  ratio ${(medians[at] / real).toFixed(2)}`}`);
