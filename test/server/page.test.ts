import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventMessage } from "../../src/api/index.ts";
import { createLog } from "../../src/server/log.ts";
import { createPage } from "../../src/server/page.ts";

const stopping = new AbortController();
let settled = 0;
let fails = false;
let happened: (event: EventMessage) => void = () => undefined;
const page = createPage({
  html: "<!doctype html>the page",
  swarm: async () => {
    if (fails) throw new Error("no such thing");
    return '{"nodes":[]}';
  },
  watch: (listener) => {
    happened = listener;
  },
  settle: async () => {
    settled++;
  },
  allowedHosts: ["swarm.example"],
  isGuarded: true,
  stopping: stopping.signal,
  log: createLog("text", () => undefined),
});
let server: Server;
beforeAll(async () => {
  server = createServer(page.handle).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    request({ host: "127.0.0.1", port, method, path, headers: { Host: "localhost", ...headers } }, resolve)
      .on("error", reject)
      .end();
  });
async function get(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; text: string; headers: IncomingMessage["headers"] }> {
  const answer = await open(path, headers, method);
  let text = "";
  for await (const chunk of answer) text += chunk;
  return { status: answer.statusCode ?? 0, text, headers: answer.headers };
}

describe("the page of a server", () => {
  it("is shown, with the swarm, to those who ask here", async () => {
    expect(await get("/")).toMatchObject({ status: 200, text: "<!doctype html>the page", headers: { "content-security-policy": "frame-ancestors 'none'" } });
    expect(await get("/swarm.json")).toMatchObject({ status: 200, text: '{"nodes":[]}' });
    expect(settled).toBe(1);
    expect(await get("/", {}, "HEAD")).toMatchObject({ status: 200, text: "" });
  });

  it.each([
    ["/", { Host: "evil.example" }],
    ["/swarm.json", { Origin: "http://evil.example" }],
    ["/events", { "Sec-Fetch-Site": "cross-site" }],
  ] as [string, Record<string, string>][])("%s is refused to other sites: %j", async (path, headers) => expect((await get(path, headers)).status).toBe(403));

  it("changes nothing, and has no other pages", async () => {
    expect((await get("/", {}, "POST")).status).toBe(405);
    expect((await get("/../etc/passwd")).status).toBe(404);
    expect((await get("/", { Host: "Swarm.example:80" })).status).toBe(200);
  });

  it("says what went wrong", async () => {
    fails = true;
    expect(await get("/swarm.json")).toMatchObject({ status: 500, text: '{"message":"no such thing"}' });
    fails = false;
  });

  it("has a message for each change, with its last events, until the server stops", async () => {
    const events = await open("/events");
    events.setEncoding("utf8");
    const next = async (): Promise<unknown> => JSON.parse(/^data: (.*)\n\n$/.exec((await once(events, "data"))[0])?.[1] ?? "");
    page.changed();
    expect(await next()).toEqual([]);
    const event = (name?: string): EventMessage => ({
      Type: "service",
      Action: "update",
      Actor: { ID: "abc", Attributes: name === undefined ? {} : { name } },
      scope: "swarm",
      time: 0,
      timeNano: 0,
    });
    for (let at = 0; at < 25; at++) happened(event(`web-${at}`));
    page.changed();
    const told = (await next()) as unknown[];
    expect(told).toHaveLength(20);
    expect(told.at(-1)).toEqual({ type: "service", action: "update", name: "web-24" });
    // No request came with it.
    happened(event());
    expect(await next()).toEqual([{ type: "service", action: "update", name: "abc" }]);
    events.resume();
    stopping.abort();
    page.changed();
    await once(events, "end");
  });
});
