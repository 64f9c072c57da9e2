import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { EngineClient } from "../../src/api/index.ts";
import { GLOBAL_FLAGS } from "../../src/cli/dispatch/globals.ts";
import { FlagParser } from "../../src/cli/dispatch/pflag.ts";
import { cliProfile } from "../../src/cli/profiles/index.ts";
import { readDump } from "../../src/plan/dump.ts";
import { sshArguments } from "../../src/remote/dial-stdio.ts";
import { readLive } from "../../src/remote/live.ts";
import { contextRoom } from "../../src/run/contexts.ts";
import { readEngines } from "../../src/run/live.ts";
import { contextFolder } from "../../src/store/docker-contexts.ts";
import { session } from "../helpers/session.ts";

const started: { server: Server; folder: string }[] = [];
afterEach(() => {
  for (const { server, folder } of started.splice(0)) {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Listens on a socket in a folder of its own; gives its address. */
async function listen(answer: Answer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-live-"));
  const server = createServer(answer);
  started.push({ server, folder });
  await new Promise<void>((resolve) => server.listen(join(folder, "e.sock"), resolve));
  return `unix://${folder}/e.sock`;
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(value));
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An engine that answers as a simulated one does, and notes all that it is sent. */
async function recordingEngine(client: EngineClient, start: (answer: Answer) => Promise<string> = listen): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const lists: Record<string, () => Promise<unknown>> = {
    "/info": client.info,
    "/swarm": client.swarmInspect,
    "/networks": () => client.networkList(),
    "/services": () => client.serviceList(),
    "/tasks": () => client.taskList(),
    "/nodes": () => client.nodeList(),
    "/configs": () => client.configList(),
    "/secrets": () => client.secretList(),
  };
  const url = await start((request, response) => {
    const path = request.url ?? "";
    seen.push(`${request.method} ${path}`);
    const id = /^\/networks\/(.+)$/.exec(path)?.[1];
    const answer = id ? client.networkInspect(id) : lists[path]?.();
    if (answer) void answer.then((value) => json(response, value));
    else json(response, { message: "page not found" }, 404);
  });
  return { url, seen };
}

const quiet = (): void => undefined;
const options = { env: {}, seconds: 5 };

describe("a live engine", () => {
  it("is sent GET and nothing else, and tells its swarm without join tokens", async () => {
    const { docker, engine } = session();
    await docker(["swarm", "init"]);
    await docker(["network", "create", "-d", "overlay", "app"]);
    await docker(["service", "create", "-d", "--name", "web", "--network", "app", "nginx"]);
    const { url, seen } = await recordingEngine(engine.on("node-1"));
    const { reading, notes } = readDump([await readLive({ url, ...options }, quiet)]);
    expect(notes).toEqual([]);
    expect(reading.services.map(({ Spec }) => Spec.Name)).toEqual(["web"]);
    expect(reading.engines).toMatchObject([{ Name: "node-1" }]);
    expect(JSON.stringify(reading)).not.toContain("SWMTKN");
    expect(seen.length).toBeGreaterThan(8);
    expect(seen.filter((line) => !line.startsWith("GET "))).toEqual([]);
  });

  it("that cannot be reached is named, without what stands before the @", async () => {
    await expect(readLive({ url: "unix:///nowhere/e.sock", ...options }, quiet)).rejects.toThrow(
      "cannot reach the engine at unix:///nowhere/e.sock: connect ENOENT /nowhere/e.sock",
    );
    await expect(readLive({ url: "tcp://me:secret@host:2375", ...options }, quiet)).rejects.toThrow(
      "bad engine address tcp://(hidden)@host:2375: unix://PATH, tcp://HOST:PORT, ssh://[USER@]HOST[:PORT] or context:NAME",
    );
    await expect(readLive({ url: "ssh://-oProxyCommand=x/", ...options }, quiet)).rejects.toThrow("bad engine address");
  });

  it.each([
    ["no Engine API", (response: ServerResponse) => response.end("hello"), /speaks no Engine API: its answer to GET \/info is no JSON/],
    ["something else", (response: ServerResponse) => json(response, {}), /speaks no Engine API: it does not say what it is/],
    ["403", (response: ServerResponse) => json(response, { message: "not for you" }, 403), /answered GET \/info with 403: not for you/],
    [
      "half an answer",
      (response: ServerResponse) => {
        response.writeHead(200, { "Content-Length": 100 });
        response.write("{");
        setImmediate(() => response.destroy());
      },
      /broke off its answer to GET \/info/,
    ],
    ["no swarm", (response: ServerResponse) => json(response, { ServerVersion: "28.5.2", Swarm: { LocalNodeState: "inactive" } }), /is in no swarm/],
  ])("that gives %s is refused", async (_what, answer, message) => {
    const url = await listen((_request, response) => void answer(response));
    await expect(readLive({ url, ...options }, quiet)).rejects.toThrow(message);
  });

  it("that does not answer is given up", async () => {
    const url = await listen(() => undefined);
    await expect(readLive({ url, env: {}, seconds: 0.05 }, quiet)).rejects.toThrow(`the engine at ${url} did not answer GET /info within 0.05 s`);
  });

  it("is reached by ssh as docker's own client does it", () => {
    expect(sshArguments("ssh://me@host:22")).toEqual("-o ConnectTimeout=30 -T -l me -p 22 -- host docker system dial-stdio".split(" "));
    expect(sshArguments("ssh://me:pw@[::1]")).toEqual("-o ConnectTimeout=30 -T -l me -- ::1 docker system dial-stdio".split(" "));
  });
});

describe("an engine behind ssh", () => {
  it("is read through what ssh connects, which ends with the reading", async () => {
    const { docker, engine } = session();
    await docker(["swarm", "init"]);
    const { url, seen } = await recordingEngine(engine.on("node-1"));
    const folder = mkdtempSync(join(tmpdir(), "dryswarm-ssh-"));
    const relay = `const s = require("net").connect(${JSON.stringify(url.slice("unix://".length))}); process.stdin.pipe(s); s.pipe(process.stdout);`;
    // As a wrapper does it, the one that holds the pipes is not the one that was started.
    writeFileSync(join(folder, "ssh"), `#!/bin/sh\n'${process.execPath}' -e '${relay}'\n`, { mode: 0o755 });
    try {
      const read = await readLive({ url: "ssh://me@manager", env: { PATH: `${folder}:${process.env.PATH}` }, seconds: 20 }, quiet);
      expect(read).toMatchObject({ file: "ssh://(hidden)@manager", isManager: true });
      expect(seen).toContain("GET /swarm");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const GLOBALS = new FlagParser(GLOBAL_FLAGS, { stop: true, profile: cliProfile("28.5"), trailer: () => "" }).parse([]);
const CERTIFICATES = fileURLToPath(new URL("../../fixtures/tls", import.meta.url));
const pem = (name: string): Buffer => readFileSync(join(CERTIFICATES, name));

/** Listens on a port of the loopback with TLS, for clients with a certificate of the test's authority; gives its address. */
async function listenSecurely(answer: Answer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-live-"));
  const server = createSecureServer(
    { ca: pem("ca.pem"), cert: pem("server.pem"), key: pem("server-key.pem"), requestCert: true, rejectUnauthorized: true },
    answer,
  );
  started.push({ server, folder });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an engine behind TLS", () => {
  const swarm = async () => {
    const { docker, engine } = session();
    await docker(["swarm", "init"]);
    return recordingEngine(engine.on("node-1"), listenSecurely);
  };
  /** Reads an engine as `--live ADDRESS` does in an environment. */
  const read = (address: string, env: Record<string, string>) =>
    readEngines([address], { contexts: contextRoom(GLOBALS, env, "/nowhere/state.json"), env, seconds: 20, say: quiet });
  /** A docker configuration folder with a context: its address, and the certificates that it has. */
  const configOf = async (Host: string, { SkipTLSVerify = false, files = ["ca.pem", "cert.pem", "key.pem"] } = {}): Promise<string> => {
    const config = mkdtempSync(join(tmpdir(), "dryswarm-config-"));
    folders.push(config);
    const [meta, tls] = [await contextFolder(config, "meta", "prod"), join(await contextFolder(config, "tls", "prod"), "docker")];
    for (const folder of [meta, tls]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(meta, "meta.json"), JSON.stringify({ Name: "prod", Metadata: {}, Endpoints: { docker: { Host, SkipTLSVerify } } }));
    for (const file of files) copyFileSync(join(CERTIFICATES, file), join(tls, file));
    return config;
  };
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it("is read with the files of DOCKER_CERT_PATH, at an address and at a name", async () => {
    const { url, seen } = await swarm();
    expect(await read(url, { DOCKER_CERT_PATH: CERTIFICATES })).toMatchObject([{ file: url, isManager: true }]);
    const named = url.replace("127.0.0.1", "localhost");
    expect(await read(named, { DOCKER_CERT_PATH: CERTIFICATES, DOCKER_TLS_VERIFY: "1" })).toMatchObject([{ file: named, isManager: true }]);
    expect(seen.filter((line) => !line.startsWith("GET "))).toEqual([]);
  });

  it("is read by the name of its context, with the context's certificates", async () => {
    const { url } = await swarm();
    expect(await read("context:prod", { DOCKER_CONFIG: await configOf(url) })).toMatchObject([{ file: url, isManager: true }]);
    await expect(read("context:staging", { DOCKER_CONFIG: await configOf(url) })).rejects.toThrow("no docker context is called staging");
  });

  it("is not trusted without its authority, unless the context trusts any", async () => {
    const { url } = await swarm();
    const files = ["cert.pem", "key.pem"];
    await expect(read("context:prod", { DOCKER_CONFIG: await configOf(url, { files }) })).rejects.toThrow(`cannot reach the engine at ${url}: `);
    expect(await read("context:prod", { DOCKER_CONFIG: await configOf(url, { files, SkipTLSVerify: true }) })).toMatchObject([{ isManager: true }]);
  });

  it("does not talk to a client without a certificate", async () => {
    const { url } = await swarm();
    await expect(read("context:prod", { DOCKER_CONFIG: await configOf(url, { files: ["ca.pem"] }) })).rejects.toThrow(`cannot reach the engine at ${url}: `);
    await expect(read(url, { DOCKER_CERT_PATH: "/nowhere" })).rejects.toThrow(`cannot read the certificates for ${url}: ENOENT`);
  });
});
