// A large swarm, built through the seam on a state in memory: what the benchmarks of size work on.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = `
export { createEngine, engineProfile } from "./src/engine/index.ts";
export { emptyState } from "./src/store/tx.ts";
export { SCHEMA } from "./src/store/schema.ts";
export { stateText } from "./src/store/packed-state.ts";
export { newRootCertificate } from "./src/support/ca.ts";
export { seededRandom } from "./src/support/seeded-random.ts";
export { realClock } from "./src/support/real-clock.ts";
`;

/** The middle one of some numbers. */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Specification of a service of the swarm: `at` is its number, and says its network. */
export const serviceSpec = (at, { networks, replicas }) => ({
  Name: `service-${at}`,
  Labels: {},
  TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target: `net-${at % networks}` }], ForceUpdate: 0 },
  Mode: { Replicated: { Replicas: replicas } },
});

/**
 * Builds a swarm of so many nodes, networks and services of so many replicas. Bundles the engine into `folder`. Returns the state, its text as
 * `text()`, the seconds it took, and the milliseconds of each service create. `say` is told how far it is.
 */
export async function buildSwarm(size, folder, say = () => undefined) {
  const { nodes, networks, services } = size;
  const bundle = join(folder, "engine.mjs");
  await build({
    stdin: { contents: SOURCE, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bundle,
    logLevel: "error",
  });
  const { createEngine, engineProfile, emptyState, SCHEMA, stateText, newRootCertificate, seededRandom, realClock } = await import(pathToFileURL(bundle).href);
  const state = emptyState("28.5", SCHEMA);
  const centre = createEngine(
    { view: async (read) => read(state), update: async (change) => change(state) },
    {
      clock: realClock(),
      random: (drawn) => seededRandom("scale", drawn),
      loadCA: async () => newRootCertificate,
      profile: engineProfile("28.5"),
      version: "28.5.2",
    },
  );
  const manager = centre.on("node-1");
  const addresses = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", Availability: "active" };
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  await manager.swarmInit({ ...addresses, DataPathPort: 0, ForceNewCluster: false, Spec: {}, AutoLockManagers: false, DefaultAddrPool: null, SubnetSize: 0 });
  const JoinToken = (await manager.swarmInspect()).JoinTokens.Worker;
  for (let at = 2; at <= nodes; at++) await centre.on(`node-${at}`).swarmJoin({ ...addresses, RemoteAddrs: ["192.168.65.2:2377"], JoinToken });
  say(`${nodes} nodes: ${seconds().toFixed(1)} s`);
  for (let at = 0; at < networks; at++) await manager.networkCreate({ Name: `net-${at}`, Driver: "overlay" });
  say(`${networks} networks: ${seconds().toFixed(1)} s`);
  const costs = [];
  for (let at = 0; at < services; at++) {
    const begun = performance.now();
    await manager.serviceCreate(serviceSpec(at, size));
    costs.push(performance.now() - begun);
    if ((at + 1) % Math.ceil(services / 5) === 0) say(`${at + 1} services: ${seconds().toFixed(1)} s`);
  }
  return { state, text: () => stateText(state), took: seconds(), costs };
}
