import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "../../src/server/router/index.ts";
import { type TestServer, testServer } from "../helpers/server.ts";

/** Requests to each route; all of them are to be refused, or to find nothing. */
const COUNT = 1000;

let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1"], { quick: true });
  await server.post("/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
});
afterAll(() => server.close());

const REFS = ["..%2F..%2Fevil", "%00", "x%0Ay", "%ff", "a".repeat(2000), "__proto__", "constructor", "%2e%2e", "%F0%9F%90%B3", "'; rm -rf ~", "$(id)", "-"];
const BODIES = [
  "{",
  "[[[[",
  '{"Name":5}',
  '{"Name":"../../evil"}',
  '{"Name":"x\\ny"}',
  '[{"Name":"../../evil"}]',
  '[{"Name":""}]',
  '"x"',
  "\0",
  '{"Name":',
  '{"TaskTemplate":5}',
  '{"Spec":[]}',
  "true",
];
const QUERIES = ["filters=%5B", "version=x&filters={", "filters=%7B%22nosuch%22:[%22x%22]%7D&version=-1", "version=1.5&filters=5"];

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** Whether a route changes something even where nothing is asked of it: such a one is only sent what cannot be read. */
const acts = (method: string, path: string): boolean => method !== "GET" && method !== "HEAD" && !path.includes("*");

describe.each(ROUTES.filter(({ path }) => path !== "/events").map(({ method, path, body }) => ({ method, path, takesBody: body !== undefined })))(
  "$method $path",
  ({ method, path, takesBody }) => {
    it(`lives through ${COUNT} hostile requests`, async () => {
      if (acts(method, path) && !takesBody) return;
      for (let from = 0; from < COUNT; from += 50) {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, step) => {
            const at = from + step;
            const target = path.replace(
              /\*+/,
              pick(REFS, at).replace(/[ '$();~]/g, (char) => encodeURIComponent(char)),
            );
            const headers = at % 7 === 0 ? { "Dryswarm-Host": pick(["../x", "a b", "-x", "x".repeat(64)], at) } : undefined;
            return server.send(method, `${target}?${pick(QUERIES, at)}`, { ...(takesBody && { body: pick(BODIES, at) }), ...(headers && { headers }) });
          }),
        );
        const defects = answers.filter(({ text }) => text.includes("defect of dryswarm"));
        expect(defects.map(({ text }) => text)).toEqual([]);
      }
      const { status } = await server.post("/networks/create", { Name: "after", Driver: "overlay" });
      expect(status).toBe(201);
      expect((await server.send("DELETE", "/networks/after")).status).toBe(204);
    });
  },
);

describe("names of hosts", () => {
  it.each(["../../evil", "x\ny", "", ".", "a.b", "-a", "a-", "a".repeat(64), "a b", "é", "__proto__"])("%j is refused, and nothing is spoilt", async (Name) => {
    const answer = await server.post("/dryswarm/hosts", { Name });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("is no name for a host");
    expect((await server.post("/dryswarm/hosts", { Name: "fine" })).status).toBe(201);
    expect(readdirSync(join(server.folder, "hosts")).sort()).toEqual(["fine.sock", "node-1.sock"]);
    expect((await server.send("DELETE", "/dryswarm/hosts/fine")).status).toBe(204);
    expect(existsSync(join(server.folder, "evil.sock"))).toBe(false);
  });

  it("one of a header, too", async () => {
    const answer = await server.send("GET", "/networks", { headers: { "Dryswarm-Host": "../x" } });
    expect([answer.status, answer.text.includes("is no name for a host")]).toEqual([400, true]);
  });
});
