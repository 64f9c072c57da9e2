// A large swarm, built through the seam on a state in memory: nodes, networks, services and their tasks. Says how long it took,
// what a create costs at 100 services and at the end, and how much memory it needed. Then commands on the state as a file.
//   npm run bench:scale            1,000 nodes, 1,000 networks, 10,000 services, 100,000 tasks
//   NODES=50 NETWORKS=50 SERVICES=500 REPLICAS=10 npm run bench:scale
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSwarm, median } from "./large-swarm.mjs";

const size = (name, initial) => Number(process.env[name] ?? initial);
const [NODES, NETWORKS, SERVICES, REPLICAS] = [size("NODES", 1000), size("NETWORKS", 1000), size("SERVICES", 10_000), size("REPLICAS", 10)];
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-scale-"));

const { state, text, took, costs } = await buildSwarm({ nodes: NODES, networks: NETWORKS, services: SERVICES, replicas: REPLICAS }, folder, console.log);
const tasks = SERVICES * REPLICAS;
const early = median(costs.slice(50, 150));
const late = median(costs.slice(-100));
console.log(`${tasks} tasks in ${took.toFixed(1)} s: ${Math.round(tasks / took)} tasks a second`);
console.log(`one service create at about 100 services ${early.toFixed(2)} ms, at ${SERVICES} ${late.toFixed(2)} ms: ratio ${(late / early).toFixed(2)}`);
const running = Object.values(Object.values(state.swarms)[0].Tasks).filter(({ Status }) => Status.State === "running").length;
console.log(`${running} tasks run; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

const file = join(folder, "state.json");
writeFileSync(file, text());
console.log(`state file ${(statSync(file).size / 1e6).toFixed(1)} MB`);
const entry = join(root, "bin/dryswarm.js");
const ROUNDS = 5;
/** Runs a command and says what it took: seconds, and the most memory it had in MB, by the kernel's accounting where there is a /usr/bin/time. */
function timed(args) {
  const report = join(folder, "time");
  const command = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-o", report, "-f", "%M", process.execPath] : [process.execPath];
  const begun = performance.now();
  const { status, stderr } = spawnSync(command[0], [...command.slice(1), ...args], { env: { ...process.env, DRYSWARM_STATE: file }, encoding: "utf8" });
  const took = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { took, memory: command.length > 1 ? Number(readFileSync(report, "utf8")) / 1024 : Number.NaN };
}
const commands = [
  ["network", "ls"],
  ["network", "inspect", "net-0"],
  ["service", "create", "-d", "--network", "net-0", "nginx"],
  ["network", "create", "-d", "overlay", "--label", "bench=1", () => `more-${Math.random().toString(36).slice(2)}`],
  ["service", "ps", "service-0"],
  ["service", "ls", "-q"],
  ["service", "scale", "-d", "service-1=12"],
];
const rows = commands.map((args) => {
  const runs = Array.from({ length: ROUNDS }, () => timed([entry, ...args.map((word) => (typeof word === "function" ? word() : word))]));
  const bare = median(Array.from({ length: ROUNDS }, () => timed(["-e", "0"]).took));
  const seconds = median(runs.map(({ took }) => took));
  return {
    command: args.slice(0, 2).join(" "),
    seconds: seconds.toFixed(2),
    "of node -e 0": (seconds / bare).toFixed(1),
    "MB at the most": Math.round(Math.max(...runs.map(({ memory }) => memory))),
  };
});
console.table(rows);
rmSync(folder, { recursive: true, force: true });
