import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";

const HEAD = 300;
let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1"], { tcp: true, allowedHosts: ["Swarm.example"], timeouts: { head: HEAD, request: 2_000 } });
});
afterAll(() => server.close());

/** Status of a request to the port on the loopback. */
const ask = (headers: Record<string, string>, method = "GET", path = "/_ping"): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: server.port, method, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });

describe("on TCP without TLS", () => {
  it.each(["localhost", "localhost:1234", "127.0.0.1", "127.8.9.10:5", "[::1]", "[::1]:80", "swarm.example", "SWARM.EXAMPLE:2375"])(
    "requests for %s are answered",
    async (Host) => expect(await ask({ Host })).toBe(200),
  );

  it.each(["example.com", "127.0.0.1.example.com", "localhost.evil:80", "10.0.0.1", "[fe80::1]", "localhost:x", "user@localhost"])(
    "requests for %j are refused",
    async (Host) => expect(await ask({ Host })).toBe(403),
  );

  it.each<Record<string, string>>([{ Origin: "http://localhost" }, { Origin: "null" }, { "Sec-Fetch-Site": "cross-site" }])(
    "what a web page sends is refused: %j",
    async (headers) => {
      expect(await ask({ Host: "localhost", ...headers }, "POST", "/swarm/leave?force=1")).toBe(403);
    },
  );

  it("a program that says nothing of the kind is answered", async () => expect(await ask({ Host: "localhost", "Sec-Fetch-Site": "none" })).toBe(200));
});

describe("on a socket", () => {
  it("the sender is who the file lets in", async () => {
    const { status } = await server.send("GET", "/_ping", { headers: { Host: "example.com", Origin: "http://example.com" } });
    expect(status).toBe(200);
  });
});

describe("connections that say too little", () => {
  it("half a head is closed", async () => {
    const slow = connect(server.socket);
    slow.write("GET /_ping HT");
    let answer = "";
    slow.on("data", (chunk) => (answer += chunk));
    await once(slow, "close");
    expect(answer).toContain("408 Request Timeout");
  });

  it("1,000 that say nothing keep nobody out, and are closed", async () => {
    const idle = Array.from({ length: 1000 }, () => connect(server.port, "127.0.0.1"));
    const closed = Promise.all(idle.map((socket) => once(socket.on("error", () => undefined).resume(), "close")));
    await Promise.all(idle.map((socket) => once(socket, "connect")));
    expect((await server.get("/_ping")).status).toBe(200);
    await closed;
  });
});
