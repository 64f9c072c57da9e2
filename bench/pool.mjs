// A default address pool cut into subnets to the last: what a network create costs through the seam, on a state in memory, at the
// beginning, at each tenth and at the end; the same for address management alone. 10.0.0.0/8 in /24s is 65,536 networks, ingress among them.
// Medians and means of a thousand creates each, after a swarm that only warms the code up.
//   npm run bench:pool
//   POOL=10.0.0.0/16 MASK=26 npm run bench:pool
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const POOL = process.env.POOL ?? "10.0.0.0/8";
const MASK = Number(process.env.MASK ?? 24);
const COUNT = 2 ** (MASK - Number(POOL.split("/")[1]));
const WINDOW = Math.min(1000, Math.floor(COUNT / 10));
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-pool-"));

const source = `
export { createEngine, engineProfile } from "./src/engine/index.ts";
export { SubnetSet } from "./src/engine/ipam/subnet-set.ts";
export { emptyState } from "./src/store/tx.ts";
export { newRootCertificate } from "./src/support/ca.ts";
export { seededRandom } from "./src/support/seeded-random.ts";
export { realClock } from "./src/support/real-clock.ts";
`;
const bundle = join(folder, "engine.mjs");
await build({ stdin: { contents: source, resolveDir: root, loader: "ts" }, bundle: true, platform: "node", format: "esm", outfile: bundle, logLevel: "error" });
const { createEngine, engineProfile, SubnetSet, emptyState, newRootCertificate, seededRandom, realClock } = await import(pathToFileURL(bundle).href);
rmSync(folder, { recursive: true, force: true });

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const cost = (values) => `median ${(median(values) * 1000).toFixed(1)} µs, mean ${(mean(values) * 1000).toFixed(1)} µs`;

/** Milliseconds of each of `count` creates. */
async function costsOf(count, create) {
  const costs = [];
  for (let at = 1; at <= count; at++) {
    const started = performance.now();
    await create(at);
    costs.push(performance.now() - started);
  }
  return costs;
}

/** Takes all of the pool but what ingress has, and says what it cost along the way. */
async function fill(title, create) {
  const begun = performance.now();
  const costs = await costsOf(COUNT - 1, create);
  const [first, last] = [costs.slice(0, WINDOW), costs.slice(-WINDOW)];
  console.log(`${title}: ${COUNT - 1} creates in ${((performance.now() - begun) / 1000).toFixed(2)} s`);
  console.log(`  first ${WINDOW}: ${cost(first)}`);
  for (let tenth = 1; tenth < 10; tenth++) {
    const at = Math.floor((costs.length * tenth) / 10);
    console.log(`  from ${at}: ${cost(costs.slice(at, at + WINDOW))}`);
  }
  console.log(`  last ${WINDOW}: ${cost(last)}`);
  console.log(`  last/first: ${(median(last) / median(first)).toFixed(2)} by medians, ${(mean(last) / mean(first)).toFixed(2)} by means`);
}

const pools = [{ base: POOL, size: MASK }];

/** The set of subnets with that of ingress taken, and what takes the next. */
function addressManagement() {
  const subnets = new SubnetSet();
  const take = () => subnets.add(subnets.next(pools));
  take();
  return { subnets, take };
}

/** A state with a new swarm of one node. */
async function newSwarm() {
  const state = emptyState("28.5", 1);
  const store = { view: async (read) => read(state), update: async (change) => change(state) };
  const centre = createEngine(store, {
    clock: realClock(),
    random: (drawn) => seededRandom("pool", drawn),
    loadCA: async () => newRootCertificate,
    profile: engineProfile("28.5"),
    version: "28.5.2",
  });
  const manager = centre.on("node-1");
  const addresses = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", DataPathPort: 0, Availability: "active" };
  await manager.swarmInit({ ...addresses, ForceNewCluster: false, Spec: {}, AutoLockManagers: false, DefaultAddrPool: [POOL], SubnetSize: MASK });
  return { state, manager, create: (at) => manager.networkCreate({ Name: `net-${at}`, Driver: "overlay" }) };
}

await costsOf(Math.min(COUNT - 1, 5000), addressManagement().take);
await costsOf(Math.min(COUNT - 1, 5000), (await newSwarm()).create);

const { subnets, take } = addressManagement();
await fill("address management alone", take);
if (subnets.next(pools) !== undefined) throw new Error("the pool has more than it should");

const { state, manager, create } = await newSwarm();
await fill("through the seam", create);
const networks = Object.values(Object.values(state.swarms)[0].Networks);
const given = new Set(networks.flatMap(({ IPAMOptions }) => (IPAMOptions?.Configs ?? []).map(({ Subnet }) => Subnet)));
console.log(`${given.size} subnets given of ${COUNT}, ${networks.filter(({ DriverState }) => !DriverState).length} networks without one`);
const costs = await costsOf(100, (at) => manager.networkCreate({ Name: `beyond-${at}`, Driver: "overlay" }));
const { Driver, IPAM } = await manager.networkInspect("beyond-1");
console.log(`a create beyond the last: ${cost(costs)}; driver ${JSON.stringify(Driver)}, IPAM ${JSON.stringify(IPAM.Config)}`);
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
