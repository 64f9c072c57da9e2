// A server under 200 clients for five minutes: each makes, looks at, changes and removes networks, services and configs of its own. Says
// whether an update was lost, and how much memory the server had at the end of each minute.
//   npm run soak            (CLIENTS, SECONDS change the size; exit 1 where an update was lost)
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLIENTS = Number(process.env.CLIENTS ?? 200);
const SECONDS = Number(process.env.SECONDS ?? 300);
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-soak-"));
const socketPath = join(folder, "d.sock");
const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json") };
const server = spawn(process.execPath, [entry, "serve", "-H", `unix://${socketPath}`], { env, stdio: "ignore" });
while (!existsSync(socketPath)) await new Promise((resolve) => setTimeout(resolve, 20));

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
let requests = 0;
function call(method, path, body) {
  requests++;
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const headers = text ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) } : {};
    const sent = request({ socketPath, agent, method, path, headers }, (answer) => {
      let got = "";
      answer
        .on("data", (chunk) => (got += chunk))
        .on("end", () => {
          if (answer.statusCode >= 400) reject(new Error(`${method} ${path}: ${answer.statusCode} ${got}`));
          else resolve(got && JSON.parse(got));
        });
    });
    // A connection that was idle may be closed by the server just as it is used again: nothing was done then.
    sent.on("error", (error) => (error.code === "ECONNRESET" && sent.reusedSocket ? resolve(call(method, path, body)) : reject(error))).end(text);
  });
}

const lost = [];
const expect = (what, is, requested) => is !== requested && lost.push(`${what}: ${is}, not ${requested}`);

/** One round of a client: what it has made is there as it made it, and gone when it removed it. */
async function round(client, turn) {
  const name = `soak-${client}-${turn}`;
  const { Id } = await call("POST", "/networks/create", { Name: name, Driver: "overlay" });
  expect(`${name} network`, (await call("GET", `/networks/${Id}`)).Name, name);
  const { ID: config } = await call("POST", "/configs/create", { Name: name, Data: "eA==", Labels: {} });
  const { Version } = await call("GET", `/configs/${config}`);
  await call("POST", `/configs/${config}/update?version=${Version.Index}`, { Name: name, Labels: { turn: String(turn) } });
  expect(`${name} config`, (await call("GET", `/configs/${config}`)).Spec.Labels.turn, String(turn));
  const spec = { Name: name, TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target: Id }] }, Mode: { Replicated: { Replicas: 1 } } };
  const { ID: service } = await call("POST", "/services/create", spec);
  expect(`${name} service`, (await call("GET", `/services/${service}`)).Spec.Name, name);
  await call("DELETE", `/services/${service}`);
  await call("DELETE", `/configs/${config}`);
  await call("DELETE", `/networks/${Id}`);
}

const memory = () => Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024;
try {
  await call("POST", "/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
  const end = Date.now() + SECONDS * 1000;
  let turn = 0;
  const rows = [{ second: 0, requests: 0, "MB of the server": Math.round(memory()) }];
  const every = Math.max(1, Math.round(SECONDS / 5));
  const watch = setInterval(() => rows.push({ second: every * rows.length, requests, "MB of the server": Math.round(memory()) }), every * 1000);
  const client = async (_, at) => {
    while (Date.now() < end) await round(at, turn++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  clearInterval(watch);
  const left = (await call("GET", "/networks")).filter(({ Name }) => Name.startsWith("soak-")).length;
  console.table(rows);
  console.log(`${requests} requests, ${lost.length} lost updates, ${left} networks left, ${Math.round(memory())} MB at the end`);
  for (const line of lost.slice(0, 10)) console.log(line);
  process.exitCode = lost.length + left > 0 ? 1 : 0;
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
