// A served swarm, large and a hundredth of that: what one change or one look costs over the socket, in milliseconds (medians of rounds).
//   npm run bench:served           1,000 nodes, 1,000 networks, 10,000 services, 100,000 tasks
//   NODES=100 NETWORKS=100 SERVICES=1000 REPLICAS=10 npm run bench:served
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSwarm, median } from "./large-swarm.mjs";

const size = (name, initial) => Number(process.env[name] ?? initial);
const LARGE = { nodes: size("NODES", 1000), networks: size("NETWORKS", 1000), services: size("SERVICES", 10_000), replicas: size("REPLICAS", 10) };
const ROUNDS = size("ROUNDS", 9);
const SMALL = {
  nodes: Math.max(LARGE.nodes / 100, 2),
  networks: Math.max(LARGE.networks / 100, 1),
  services: Math.max(LARGE.services / 100, 1),
  replicas: LARGE.replicas,
};
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));

function caller(socketPath) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const headers = text ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) } : {};
      const sent = request({ socketPath, agent, method, path, headers }, (answer) => {
        const got = [];
        answer
          .on("data", (chunk) => got.push(chunk))
          .on("end", () => {
            const all = Buffer.concat(got).toString();
            if (answer.statusCode < 400) resolve(all && JSON.parse(all));
            else reject(new Error(all));
          });
      });
      sent.on("error", reject).end(text);
    });
}

let unique = 0;
const fresh = () => `bench-${process.pid}-${unique++}`;

/** What is measured: a request or two, and where it changes something whether to wait until the swarm has converged. */
const OPERATIONS = {
  "network create": (call) => call("POST", "/networks/create", { Name: fresh(), Driver: "overlay" }),
  "service create, 3 replicas": async (call) => {
    const Networks = [{ Target: "net-0" }];
    await call("POST", "/services/create", {
      Name: fresh(),
      TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks },
      Mode: { Replicated: { Replicas: 3 } },
    });
    await call("GET", "/services/service-1");
  },
  "service scale by 10": async (call) => {
    const { ID, Version, Spec } = await call("GET", "/services/service-0");
    Spec.Mode.Replicated.Replicas += 10;
    await call("POST", `/services/${ID}/update?version=${Version.Index}`, Spec);
  },
  "service ls": (call) => call("GET", "/services?status=true"),
  "service ps of one": (call) => call("GET", `/tasks?filters=${encodeURIComponent(JSON.stringify({ service: ["service-1"] }))}`),
  "network inspect": (call) => call("GET", "/networks/net-0"),
  "drain of a node": async (call) => {
    const nodes = await call("GET", "/nodes");
    const { ID, Version, Spec } = nodes.findLast((node) => node.Spec.Availability === "active");
    await call("POST", `/nodes/${ID}/update?version=${Version.Index}`, { ...Spec, Availability: "drain" });
  },
};

/** Serves a swarm of a size, and measures all operations on it; returns their milliseconds by name. */
async function measure(swarm) {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-served-"));
  const [file, socket] = [join(folder, "state.json"), join(folder, "d.sock")];
  try {
    writeFileSync(file, (await buildSwarm(swarm, folder)).text());
    const server = spawn(process.execPath, [entry, "serve", "-H", `unix://${socket}`], { env: { ...process.env, DRYSWARM_STATE: file }, stdio: "ignore" });
    while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 20));
    const call = caller(socket);
    const took = {};
    for (const [name, operation] of Object.entries(OPERATIONS)) {
      const runs = [];
      for (let round = 0; round < (name.startsWith("drain") ? 3 : ROUNDS); round++) {
        const started = performance.now();
        await operation(call);
        runs.push(performance.now() - started);
      }
      took[name] = median(runs);
    }
    server.kill();
    await new Promise((resolve) => server.on("exit", resolve));
    return took;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const small = await measure(SMALL);
const large = await measure(LARGE);
console.table(
  Object.keys(OPERATIONS).map((what) => ({
    what,
    [`ms at ${SMALL.services * SMALL.replicas} tasks`]: small[what].toFixed(1),
    [`ms at ${LARGE.services * LARGE.replicas} tasks`]: large[what].toFixed(1),
    ratio: (large[what] / small[what]).toFixed(1),
  })),
);
