// What one docker command of a script costs: under dryswarm shell, and with the real docker where DOCKER names one that reaches an
// engine; in turn, medians.
//   DOCKER=/path/to/docker npm run bench:resident
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COUNT = 50;
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-bench-"));
const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json") };
const docker = process.env.DOCKER;
const loop = (command, count) => `for at in $(seq ${count}); do ${command} network ls >/dev/null; done`;

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

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [own, real] = [[], []];
for (let round = 0; round < 7; round++) {
  own.push(cost((count) => spawnSync(process.execPath, [entry, "shell", "--", "bash", "-c", loop("docker", count)], { env })));
  if (docker) real.push(cost((count) => spawnSync("bash", ["-c", loop(`'${docker}'`, count)], { env })));
}
rmSync(folder, { recursive: true, force: true });
console.log(`docker network ls under dryswarm shell  ${median(own).toFixed(1)} ms`);
if (docker)
  console.log(
    `with the real docker                    ${median(real).toFixed(1)} ms\nratio                                   ${(median(own) / median(real)).toFixed(2)}`,
  );
