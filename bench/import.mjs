// A large swarm, served by `dryswarm serve` as the live engine, and imported: how long that takes, and how many requests of which method.
//   npm run bench:import           100 nodes, 300 networks, 1,000 services, 10,000 tasks
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const [NODES, NETWORKS, SERVICES, REPLICAS] = [100, 300, 1000, 10];
const root = fileURLToPath(new URL("..", import.meta.url));
const entry = join(root, "bin/dryswarm.js");
const folder = mkdtempSync(join(tmpdir(), "dryswarm-import-"));

const contents = `
export { createEngine, engineProfile } from "./src/engine/index.ts";
export { emptyState } from "./src/store/tx.ts";
export { SCHEMA } from "./src/store/schema.ts";
export { stateText } from "./src/store/packed-state.ts";
export { newRootCertificate } from "./src/support/ca.ts";
export { seededRandom } from "./src/support/seeded-random.ts";
export { realClock } from "./src/support/real-clock.ts";
`;
const outfile = join(folder, "engine.mjs");
await build({ stdin: { contents, resolveDir: root, loader: "ts" }, bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
const { createEngine, engineProfile, emptyState, SCHEMA, stateText, newRootCertificate, seededRandom, realClock } = await import(pathToFileURL(outfile).href);

const state = emptyState("28.5", SCHEMA);
const centre = createEngine(
  { view: async (read) => read(state), update: async (change) => change(state) },
  {
    clock: realClock(),
    random: (drawn) => seededRandom("import", drawn),
    loadCA: async () => newRootCertificate,
    profile: engineProfile("28.5"),
    version: "28.5.2",
  },
);
const manager = centre.on("node-1");
const addresses = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", Availability: "active" };
await manager.swarmInit({ ...addresses, DataPathPort: 0, ForceNewCluster: false, Spec: {}, AutoLockManagers: false, DefaultAddrPool: null, SubnetSize: 0 });
const JoinToken = (await manager.swarmInspect()).JoinTokens.Worker;
for (let at = 2; at <= NODES; at++) await centre.on(`node-${at}`).swarmJoin({ ...addresses, RemoteAddrs: ["192.168.65.2:2377"], JoinToken });
for (let at = 0; at < NETWORKS; at++) await manager.networkCreate({ Name: `net-${at}`, Driver: "overlay" });
for (let at = 0; at < SERVICES; at++)
  await manager.serviceCreate({
    Name: `service-${at}`,
    Labels: {},
    TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target: `net-${at % NETWORKS}` }], ForceUpdate: 0 },
    Mode: { Replicated: { Replicas: REPLICAS } },
  });
const file = join(folder, "state.json");
writeFileSync(file, stateText(state));

const engine = join(folder, "engine.sock");
const served = spawn(process.execPath, [entry, "--state", file, "serve", "-H", `unix://${engine}`], { stdio: "ignore" });
while (!existsSync(engine)) await sleep(50);

const methods = {};
const front = join(folder, "front.sock");
const proxy = createServer((asked, answer) => {
  methods[asked.method] = (methods[asked.method] ?? 0) + 1;
  const { method, url: path, headers } = asked;
  asked.pipe(request({ socketPath: engine, method, path, headers }, (from) => from.pipe(answer.writeHead(from.statusCode, from.headers))));
});
await new Promise((resolve) => proxy.listen(front, resolve));

const into = join(folder, "imported.json");
for (let round = 1; round <= 3; round++) {
  for (const method of Object.keys(methods)) delete methods[method];
  const begun = performance.now();
  const status = await new Promise((resolve) => {
    spawn(process.execPath, [entry, "--state", into, "import", "--force", "--live", `unix://${front}`], { stdio: "inherit" }).once("close", resolve);
  });
  console.log(`status ${status}, ${((performance.now() - begun) / 1000).toFixed(1)} s, requests ${JSON.stringify(methods)}`);
}
served.kill();
proxy.close();
proxy.closeAllConnections();
rmSync(folder, { recursive: true, force: true });
