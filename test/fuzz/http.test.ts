import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";
import { cpuTime, HANG } from "../helpers/work.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);

let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1", "node-2"]);
  await server.post("/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
  await server.post("/networks/create", { Name: "app", Driver: "overlay", Attachable: true });
  await server.post("/services/create", { Name: "web", TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target: "app" }] } });
});
afterAll(() => server.close());

const NAMES = ["app", "web", "bridge", "nope", "constructor", "__proto__", "a%2Fb", "%00", "..", "self", "prune", "create"];
const NOUNS = [
  "networks",
  "services",
  "tasks",
  "nodes",
  "swarm",
  "secrets",
  "configs",
  "containers",
  "volumes",
  "images",
  "distribution",
  "system",
  "plugins",
  "dryswarm/hosts",
];
const VERBS = [
  "",
  "/json",
  "/update?version=1",
  "/update",
  "/connect",
  "/disconnect",
  "/start",
  "/stop",
  "/kill",
  "/rename?name=x",
  "/restart",
  "/logs?stdout=1",
  "/df",
  "/init",
  "/join",
  "/unlockkey",
  "/unlock",
  "/power?up=1",
];
const path = fc
  .tuple(
    fc.constantFrom("", "/v1.24", "/v1.51", "/v9.9", "/vx"),
    fc.constantFrom(...NOUNS),
    fc.constantFrom("", ...NAMES.map((name) => `/${name}`)),
    fc.constantFrom(...VERBS),
  )
  .map((parts) => `${parts[0]}/${parts[1]}${parts[2]}${parts[3]}`);

const KEYS =
  "Name Labels Driver IPAM Config Subnet Gateway Options Scope Ingress ConfigFrom Network TaskTemplate ContainerSpec Image Networks Target Mode Replicated Replicas Global EndpointSpec Ports TargetPort PublishedPort Protocol PublishMode Container EndpointConfig IPAMConfig Aliases HostConfig NetworkMode PortBindings NetworkingConfig EndpointsConfig Spec Role Availability ListenAddr AdvertiseAddr RemoteAddrs JoinToken DefaultAddrPool SubnetSize DataPathPort Data UnlockKey RestartPolicy Placement Constraints UpdateConfig Secrets File Mounts Type".split(
    " ",
  );
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "app",
    "web",
    "overlay",
    "bridge",
    "nginx",
    "10.0.0.0/8",
    "10.0.0.1",
    "manager",
    "active",
    "vip",
    "tcp",
    "host",
    0,
    1,
    -1,
    80,
    2.5,
    1e20,
    true,
    false,
    {},
    [],
    "__proto__",
  ),
  fc.string({ maxLength: 8 }),
);
const { body } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie("body"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS, "__proto__", "constructor"), tie("body"), { maxKeys: 6 }),
  ),
}));

describe("any request", () => {
  it(`gets an answer of the engine's kind (${RUNS} runs)`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("GET", "POST", "DELETE", "PUT", "HEAD", "PATCH"), path, fc.option(body), async (method, where, value) => {
        if (/leave|events|wait|attach/.test(where)) return;
        const started = cpuTime();
        const answer = await server.send(method, where, value === null ? {} : { body: JSON.stringify(value) });
        expect(answer.text).not.toMatch(/defect|\n\s+at /);
        expect(answer.status).toBeGreaterThanOrEqual(200);
        expect(answer.status).toBeLessThan(504);
        expect(cpuTime() - started).toBeLessThan(HANG);
      }),
      { numRuns: RUNS },
    );
    expect((await server.get("/_ping")).status).toBe(200);
  });
});
