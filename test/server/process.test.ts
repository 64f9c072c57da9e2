import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir } from "../helpers/dist.ts";
import { startServer } from "../helpers/served.ts";

describe("dryswarm serve", () => {
  it("serves commands, holds its state file, saves it and goes without a trace", () =>
    inTempDir(async (dir) => {
      const socket = join(dir, "d.sock");
      const state = join(dir, "state.json");
      const server = await startServer(dir, ["-H", `unix://${socket}`]);
      const env = { DRYSWARM_SERVER: `unix://${socket}` };
      expect((await dryswarm(["swarm", "init"], env)).code).toBe(0);
      const made = await dryswarm(["network", "create", "-d", "overlay", "app"], env);
      expect(JSON.parse(readFileSync(state, "utf8")).swarms).not.toEqual({});
      expect((await dryswarm(["-H", "ssh://node-2", "info", "--format", "{{.Name}}"], env)).stdout).toBe("node-2\n");
      expect((await dryswarm(["host", "add", "extra"], env)).code).toBe(0);
      expect((await dryswarm(["host", "ls", "-q"], env)).stdout).toContain("extra");
      expect(await dryswarm(["state", "show"], env)).toMatchObject({ code: 1, stderr: "this command works on a state file, not on a server\n" });
      expect(await dryswarm(["network", "rm", "nope"], env)).toMatchObject({
        code: 1,
        stderr: "Error response from daemon: network nope not found\nexit status 1\n",
      });

      const second = await dryswarm(["serve", "-H", `unix://${join(dir, "e.sock")}`], { DRYSWARM_STATE: state });
      expect(second.code).toBe(1);
      expect(second.stderr).toContain(`the state file ${state} is served already, by process ${server.pid} on `);
      expect((await dryswarm(["swarm", "leave", "-f"], { DRYSWARM_STATE: state })).stderr).toContain("is served already");

      expect(await server.stop()).toBe(0);
      expect(server.log()).toContain("stopping: SIGTERM");
      expect(existsSync(socket)).toBe(false);
      expect(existsSync(`${state}.lock`)).toBe(false);
      const after = await dryswarm(["network", "ls", "-q", "--no-trunc", "--filter", "name=app"], { DRYSWARM_STATE: state });
      expect(after.stdout).toBe(made.stdout);
    }));

  it("is taken over after kill -9, with everything that was answered", () =>
    inTempDir(async (dir) => {
      const socket = join(dir, "d.sock");
      const first = await startServer(dir, ["-H", `unix://${socket}`]);
      const env = { DRYSWARM_SERVER: `unix://${socket}` };
      await dryswarm(["network", "create", "kept"], env);
      await first.stop("SIGKILL");
      const second = await startServer(dir, ["-H", `unix://${socket}`, "--log-format", "json"]);
      expect((await dryswarm(["network", "ls", "--format", "{{.Name}}"], env)).stdout.split("\n")).toContain("kept");
      expect(JSON.parse(second.log().trim().split("\n").at(-1) as string)).toMatchObject({ level: "info", msg: "request", method: "GET", status: 200 });
      expect(await second.stop()).toBe(0);
    }));

  it.each([
    [["-H", "tcp://0.0.0.0:0"], "cannot listen on tcp://0.0.0.0:0: without --tlsverify only loopback addresses are served (127.0.0.1, ::1, localhost)"],
    [["-H", "ssh://x"], "cannot listen on ssh://x: only unix://PATH and tcp://HOST:PORT can be served"],
    [["-H", "tcp://127.0.0.1"], "cannot listen on tcp://127.0.0.1: not of the form tcp://HOST:PORT"],
    [["-H", "unix://relative"], "cannot listen on unix://relative: a socket's path is absolute"],
    [["-H", "unix:///etc/passwd"], "cannot listen on unix:///etc/passwd: a file is there that is no socket"],
    [["--tlsverify"], "cannot serve with --tlsverify: --tlscacert, --tlscert and --tlskey are needed"],
    [
      ["-H", "tcp://127.0.0.1:0", "--tlsverify", "--tlscacert", "/no", "--tlscert", "/no", "--tlskey", "/no"],
      "cannot serve with --tlsverify: ENOENT: no such file or directory, open '/no'",
    ],
  ])("refuses %j", (args, message) =>
    inTempDir(async (dir) => {
      const { code, stdout, stderr } = await dryswarm(["serve", ...args], { DRYSWARM_STATE: join(dir, "state.json") });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr.trimEnd().split("\n").at(-1)).toBe(message);
    }),
  );

  it("a client says when there is no server", async () => {
    const { code, stderr } = await dryswarm(["--server", "unix:///nonexistent/d.sock", "network", "ls"], {});
    expect(code).toBe(1);
    expect(stderr).toBe("Cannot connect to the dryswarm server at unix:///nonexistent/d.sock. Is it running? (connect ENOENT /nonexistent/d.sock)\n");
  });

  it("a script's commands go to the server of the flag, and leave the state file alone", () =>
    inTempDir(async (dir) => {
      const url = `unix://${join(dir, "d.sock")}`;
      const server = await startServer(dir, ["-H", url]);
      const own = join(dir, "own.json");
      const { code, stderr } = await dryswarm(["--server", url, "shell", "--", "docker", "network", "create", "there"], { DRYSWARM_STATE: own });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect((await dryswarm(["--server", url, "network", "inspect", "there", "--format", "{{.Name}}"], {})).stdout).toBe("there\n");
      expect(existsSync(own)).toBe(false);
      expect(await server.stop()).toBe(0);
    }));
});
