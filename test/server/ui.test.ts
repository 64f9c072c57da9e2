import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DIST, dryswarm, inTempDir } from "../helpers/dist.ts";

it("serve --ui shows the swarm of the server, and tells of changes", () =>
  inTempDir(async (dir) => {
    const env = { DRYSWARM_STATE: join(dir, "state.json") };
    const socket = join(dir, "d.sock");
    const child = spawn(process.execPath, ["--", DIST, "serve", "-H", `unix://${socket}`, "--ui", "127.0.0.1:0"], {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    try {
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text) => {
        said += text;
      });
      while (!/the page is at/.test(said)) await once(child.stderr, "data");
      const url = /the page is at (http:\/\/127\.0\.0\.1:\d+\/)/.exec(said)?.[1] ?? "";
      expect(await (await fetch(url)).text()).toMatch(/connect-src 'self'[\s\S]*\{"kind":"live"\}/);
      const events = await fetch(`${url}events`);
      const reader = events.body?.getReader();
      expect((await dryswarm(["--server", `unix://${socket}`, "swarm", "init"], env)).code).toBe(0);
      expect((await dryswarm(["--server", `unix://${socket}`, "network", "create", "-d", "overlay", "app"], env)).code).toBe(0);
      let told = "";
      while (!told.includes('{"type":"network","action":"create","name":"app"}')) told += Buffer.from((await reader?.read())?.value ?? []).toString();
      expect(told).toMatch(/^(data: \[.*\]\n\n)+$/);
      await reader?.cancel();
      const text = await (await fetch(`${url}swarm.json`)).text();
      expect(JSON.parse(text)).toMatchObject({ nodes: [{ Description: { Hostname: "node-1" } }], tasks: [] });
      expect(text).not.toContain("SWMTKN");
      expect((await fetch(`${url}swarm.json`, { headers: { Origin: "http://evil.example" } })).status).toBe(403);
    } finally {
      child.kill();
      await once(child, "close");
    }
  }));

it("serve --ui refuses other addresses than the loopback's", () =>
  inTempDir(async (dir) => {
    const { code, stderr } = await dryswarm(["serve", "-H", `unix://${join(dir, "d.sock")}`, "--ui", "0.0.0.0:0"], { DRYSWARM_STATE: join(dir, "state.json") });
    expect(code).toBe(1);
    expect(stderr).toContain("only loopback addresses are served");
  }));
