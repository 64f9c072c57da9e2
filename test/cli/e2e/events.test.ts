import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir } from "../../helpers/dist.ts";
import { startServer } from "../../helpers/served.ts";

describe("docker events", () => {
  it("shows what happened on a server between two moments, by filter and template", () =>
    inTempDir(async (dir) => {
      const server = await startServer(dir, ["-H", `unix://${join(dir, "d.sock")}`]);
      const env = { DRYSWARM_SERVER: `unix://${join(dir, "d.sock")}`, DRYSWARM_PROGRAM: "docker" };
      try {
        for (const args of [
          ["swarm", "init"],
          ["network", "create", "lan"],
          ["network", "create", "-d", "overlay", "app"],
          ["service", "create", "-d", "--name", "web", "--network", "app", "nginx"],
          ["network", "rm", "lan"],
        ])
          expect((await dryswarm(args, env)).code).toBe(0);
        const until = String(Math.floor(Date.now() / 1000) + 1);
        const seen = async (...more: string[]): Promise<string[]> => {
          const { stdout, code } = await dryswarm(["events", "--since", "0", "--until", until, ...more], env);
          expect(code).toBe(0);
          return stdout.split("\n").slice(0, -1);
        };
        const lan = await seen("--filter", "network=lan", "--format", "{{.Type}} {{.Action}} {{.Actor.Attributes.name}}");
        expect(lan).toEqual(["network create lan", "network destroy lan"]);
        expect(await seen("--filter", "type=service", "--format", "{{.Action}} {{.Scope}}")).toContain("create swarm");
        const lines = await seen("--filter", "type=container", "--filter", "event=start");
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^\S+T\S+ container start [0-9a-f]{64} \(.*com\.docker\.swarm\.service\.name=web.*image=nginx:latest.*\)$/);
      } finally {
        await server.stop();
      }
    }));

  it("says that there is nothing to follow without a server", () =>
    inTempDir(async (dir) => {
      const { stdout, stderr } = await dryswarm(["events", "--since", "0", "--until", "1"], { DRYSWARM_STATE: join(dir, "s.json") });
      expect(stdout).toBe("");
      expect(stderr).toContain("--server");
    }));
});
