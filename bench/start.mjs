// Cold start: commands beside `node -e 0`, each pair in turn, medians and the median of the pairs' ratios.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = Number(process.argv[2] ?? 41);
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-bench-"));
const state = join(folder, "state.json");
const kept = join(folder, "kept.json");
const env = { ...process.env, DRYSWARM_STATE: state };
const run = (args) => {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { env, stdio: "ignore" });
  if (status !== 0) throw new Error(`exit ${status}: ${args.join(" ")}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

run([entry, "swarm", "init"]);
for (const name of ["front", "back", "data"]) run([entry, "network", "create", "-d", "overlay", name]);
copyFileSync(state, kept);

const COMMANDS = ["network ls", "network inspect back", "service create -d --name web --replicas 3 --network back -p 8080:80 nginx"];
const rows = COMMANDS.map((line) => ({ line, bare: [], own: [] }));
for (let round = 0; round < ROUNDS; round++)
  for (const { line, bare, own } of rows) {
    bare.push(run(["-e", "0"]));
    own.push(run([entry, ...line.split(" ")]));
    // The next one finds the same state.
    copyFileSync(kept, state);
  }
rmSync(folder, { recursive: true, force: true });

const cells = rows.map(({ line, bare, own }) => [
  `dryswarm ${line.split(" ").slice(0, 2).join(" ")}`,
  `${median(own).toFixed(1)} ms`,
  `${median(bare).toFixed(1)} ms`,
  median(own.map((ms, at) => ms / bare[at])).toFixed(2),
]);
for (const [name, ...figures] of [["", "it", "node -e 0", "ratio, pair by pair"], ...cells])
  console.log(name.padEnd(26) + figures.map((text, at) => text.padStart([10, 12, 22][at])).join(""));
console.log(`${ROUNDS} rounds, Node ${process.versions.node}`);
