// Cold start: `dryswarm network ls` beside `node -e 0`, in turn, medians and their ratio.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = Number(process.argv[2] ?? 31);
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-bench-"));
const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json") };
const run = (args) => {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { env, stdio: "ignore" });
  if (status !== 0) throw new Error(`exit ${status}: ${args.join(" ")}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

run([entry, "swarm", "init"]);
const [bare, own] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  bare.push(run(["-e", "0"]));
  own.push(run([entry, "network", "ls"]));
}
rmSync(folder, { recursive: true, force: true });
const ratios = own.map((ms, at) => ms / bare[at]);
console.log(
  `node -e 0            ${median(bare).toFixed(1)} ms\ndryswarm network ls  ${median(own).toFixed(1)} ms\nratio (pair by pair) ${median(ratios).toFixed(2)}   of ${ROUNDS} rounds, Node ${process.versions.node}`,
);
