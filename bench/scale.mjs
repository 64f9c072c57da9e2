// A large swarm, built through the seam on a state in memory: nodes, networks, services and their tasks. Says how long it took,
// what a create costs at 100 services and at the end, and how much memory it needed. Then commands on the state as a file.
//   npm run bench:scale            1,000 nodes, 1,000 networks, 10,000 services, 100,000 tasks
//   NODES=50 NETWORKS=50 SERVICES=500 REPLICAS=10 npm run bench:scale
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const size = (name, initial) => Number(process.env[name] ?? initial);
const [NODES, NETWORKS, SERVICES, REPLICAS] = [size("NODES", 1000), size("NETWORKS", 1000), size("SERVICES", 10_000), size("REPLICAS", 10)];
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-scale-"));

const source = `
export { createEngine, engineProfile } from "./src/engine/index.ts";
export { emptyState } from "./src/store/tx.ts";
export { stateText } from "./src/store/text.ts";
export { newRootCertificate } from "./src/support/ca.ts";
export { seededRandom } from "./src/support/seeded-random.ts";
export { realClock } from "./src/support/real-clock.ts";
`;
const bundle = join(folder, "engine.mjs");
await build({ stdin: { contents: source, resolveDir: root, loader: "ts" }, bundle: true, platform: "node", format: "esm", outfile: bundle, logLevel: "error" });
const { createEngine, engineProfile, emptyState, stateText, newRootCertificate, seededRandom, realClock } = await import(pathToFileURL(bundle).href);

const state = emptyState("28.5", 1);
const store = { view: async (read) => read(state), update: async (change) => change(state) };
const centre = createEngine(store, {
  clock: realClock(),
  random: (drawn) => seededRandom("scale", drawn),
  loadCA: async () => newRootCertificate,
  profile: engineProfile("28.5"),
  version: "28.5.2",
});
const manager = centre.on("node-1");
const addresses = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", Availability: "active" };
const spec = (at) => ({
  Name: `service-${at}`,
  Labels: {},
  TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target: `net-${at % NETWORKS}` }], ForceUpdate: 0 },
  Mode: { Replicated: { Replicas: REPLICAS } },
});
const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);
const create = async (at) => {
  const started = performance.now();
  await manager.serviceCreate(spec(at));
  return performance.now() - started;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const started = performance.now();
await manager.swarmInit({ ...addresses, DataPathPort: 0, ForceNewCluster: false, Spec: {}, AutoLockManagers: false, DefaultAddrPool: null, SubnetSize: 0 });
const JoinToken = (await manager.swarmInspect()).JoinTokens.Worker;
for (let at = 2; at <= NODES; at++) await centre.on(`node-${at}`).swarmJoin({ ...addresses, RemoteAddrs: ["192.168.65.2:2377"], JoinToken });
console.log(`${NODES} nodes: ${seconds(started)} s`);
for (let at = 0; at < NETWORKS; at++) await manager.networkCreate({ Name: `net-${at}`, Driver: "overlay" });
console.log(`${NETWORKS} networks: ${seconds(started)} s`);
const costs = [];
for (let at = 0; at < SERVICES; at++) {
  costs.push(await create(at));
  if ((at + 1) % Math.ceil(SERVICES / 5) === 0) console.log(`${at + 1} services: ${seconds(started)} s`);
}
const took = (performance.now() - started) / 1000;
const tasks = SERVICES * REPLICAS;
const early = median(costs.slice(50, 150));
const late = median(costs.slice(-100));
console.log(`${tasks} tasks in ${took.toFixed(1)} s: ${Math.round(tasks / took)} tasks a second`);
console.log(`one service create at about 100 services ${early.toFixed(2)} ms, at ${SERVICES} ${late.toFixed(2)} ms: ratio ${(late / early).toFixed(2)}`);
const running = Object.values(Object.values(state.swarms)[0].Tasks).filter(({ Status }) => Status.State === "running").length;
console.log(`${running} tasks run; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

const file = join(folder, "state.json");
writeFileSync(file, stateText(state));
console.log(`state file ${(statSync(file).size / 1e6).toFixed(1)} MB`);
const entry = join(root, "dist/main.cjs");
for (const args of [
  ["network", "ls"],
  ["service", "create", "-d", "--name", "one-more", "--network", "net-0", "nginx"],
]) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [entry, ...args], { env: { ...process.env, DRYSWARM_STATE: file }, encoding: "utf8" });
  console.log(`dryswarm ${args.slice(0, 2).join(" ")}: ${((performance.now() - begun) / 1000).toFixed(2)} s${status === 0 ? "" : ` (failed: ${stderr})`}`);
}
rmSync(folder, { recursive: true, force: true });
