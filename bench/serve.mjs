// Requests per second over the socket: network create and service create, on dryswarm serve and, where DOCKER_SOCKET names the
// socket of a real engine that is in a swarm, on that engine. What is made is removed again; the engine goes on stopping tasks for a while,
// so that a second run waits for it. CONNECTIONS=1 npm run bench:serve counts what one client gets.
//   npm run bench:serve
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COUNT = Number(process.env.COUNT ?? 200);
const CONNECTIONS = Number(process.env.CONNECTIONS ?? 10);
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));

function caller(socketPath) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const headers = text ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) } : {};
      const sent = request({ socketPath, agent, method, path, headers }, (answer) => {
        let got = "";
        answer.on("data", (chunk) => (got += chunk)).on("end", () => (answer.statusCode < 400 ? resolve(got && JSON.parse(got)) : reject(new Error(got))));
      });
      sent.on("error", reject).end(text);
    });
}

/** Sends `count` requests over ten connections; gives how many were answered in a second. */
async function rate(count, send) {
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < count) await send(next++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (count / (performance.now() - started)) * 1000;
}

async function measure(call) {
  const made = [];
  const network = await rate(COUNT, async (at) => made.push((await call("POST", "/networks/create", { Name: `bench-${at}`, Driver: "overlay" })).Id));
  for (const id of made) await call("DELETE", `/networks/${id}`).catch(() => undefined);
  const spec = (at) => ({ Name: `bench-${at}`, TaskTemplate: { ContainerSpec: { Image: "nginx" } }, Mode: { Replicated: { Replicas: 1 } } });
  const services = [];
  const service = await rate(COUNT, async (at) => services.push((await call("POST", "/services/create", spec(at))).ID));
  for (const id of services) await call("DELETE", `/services/${id}`);
  return { network, service };
}

const folder = mkdtempSync(join(tmpdir(), "dryswarm-bench-"));
const socket = join(folder, "d.sock");
const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json") };
const server = spawn(process.execPath, [entry, "serve", "-H", `unix://${socket}`], { env, stdio: "ignore" });
while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 20));
try {
  const own = caller(socket);
  await own("POST", "/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
  const real = process.env.DOCKER_SOCKET;
  const ours = await measure(own);
  const theirs = real ? await measure(caller(real)) : undefined;
  const row = (what, key) => ({
    what,
    "dryswarm/s": Math.round(ours[key]),
    ...(theirs && { "engine/s": Math.round(theirs[key]), ratio: (ours[key] / theirs[key]).toFixed(1) }),
  });
  console.table([row("network create", "network"), row("service create", "service")]);
} finally {
  server.kill();
  await new Promise((resolve) => server.on("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
