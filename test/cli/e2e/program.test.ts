import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIST, dryswarm, inTempDir, runProcess } from "../../helpers/dist.ts";

describe("the program", () => {
  it("gives the same bytes for the same seed and epoch, on stdout and in the file", () =>
    inTempDir(async (dir) => {
      const walk = async (name: string): Promise<string> => {
        const env = { DRYSWARM_STATE: join(dir, name), DRYSWARM_SEED: "42", SOURCE_DATE_EPOCH: "1700000000" };
        let text = "";
        for (const args of [
          ["swarm", "init"],
          ["network", "create", "-d", "overlay", "n"],
          ["service", "create", "--name", "web", "--replicas", "2", "--network", "n", "nginx"],
          ["network", "inspect", "n"],
          ["service", "ps", "web"],
        ]) {
          const { stdout, stderr, code } = await dryswarm(args, env);
          expect(code).toBe(0);
          text += stdout + stderr;
        }
        return text + readFileSync(join(dir, name), "utf8");
      };
      expect(await walk("a.json")).toBe(await walk("b.json"));
    }));

  it("shell runs a script whose docker is dryswarm, with its streams and its status", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      const script = "docker network create lan >/dev/null; docker network ls --filter name=lan --format '{{.Name}} {{.Driver}}'; cat; docker nope; exit 7";
      const { stdout, stderr, code } = await dryswarm(["shell", "--", "sh", "-c", script], env, "typed\n");
      expect(stdout).toBe("lan bridge\ntyped\n");
      expect(stderr).toBe("docker: unknown command: docker nope\n\nRun 'docker --help' for more information\n");
      expect(code).toBe(7);
      expect((await dryswarm(["shell", "--", "sh", "-c", "kill -TERM $$"], env)).code).toBe(143);
      expect(await dryswarm(["shell", "--", "no-such-command-here"], env)).toMatchObject({
        code: 127,
        stderr: "cannot run no-such-command-here: no such command\n",
      });
    }));

  it("as it is installed, leaves docker's --env-file to docker", () =>
    inTempDir(async (dir) => {
      const program = join(dir, "docker");
      symlinkSync(DIST, program);
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      writeFileSync(join(dir, "vars"), "A=1\nNODE_OPTIONS=--no-such-option\n");
      await runProcess(program, ["swarm", "init"], env);
      const made = await runProcess(program, ["service", "create", "-d", "--name", "s", "--env-file", join(dir, "vars"), "nginx"], env);
      expect(made).toMatchObject({ code: 0, stderr: "" });
      const { stdout } = await runProcess(program, ["service", "inspect", "s", "--format", "{{json .Spec.TaskTemplate.ContainerSpec.Env}}"], env);
      expect(stdout).toBe('["A=1","NODE_OPTIONS=--no-such-option"]\n');
      const missing = await runProcess(program, ["service", "create", "--env-file", "/nonexistent", "nginx"], env);
      expect(missing).toMatchObject({ code: 1, stderr: "open /nonexistent: no such file or directory\n" });
      expect((await runProcess(program, ["version", "--short"], env)).code).toBe(125);
      expect((await dryswarm(["version", "--short"], env)).stdout).toBe("dryswarm 0.1.0, simulating Docker Engine 28.5.2\n");
    }));

  it("state shows, names and removes the state", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "s.json");
      const env = { DRYSWARM_STATE: path };
      expect((await dryswarm(["state", "path"], env)).stdout).toBe(`${path}\n`);
      await dryswarm(["network", "create", "lan"], env);
      expect(JSON.parse((await dryswarm(["state", "show"], env)).stdout)).toMatchObject({ format: "dryswarm", schema: 3 });
      expect((await dryswarm(["state", "reset"], env, "n\n")).code).toBe(0);
      expect(existsSync(path)).toBe(true);
      expect((await dryswarm(["state", "reset", "--force"], env)).code).toBe(0);
      expect(existsSync(path)).toBe(false);
      expect((await dryswarm(["--state", join(dir, "x.json"), "state", "path"], {})).stdout).toBe(`${join(dir, "x.json")}\n`);
      expect((await dryswarm(["state", "path"], { XDG_STATE_HOME: dir })).stdout).toBe(`${dir}/dryswarm/state.json\n`);
    }));

  it("bears the name it is called by", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      expect((await dryswarm(["nonesuch"], env)).stderr).toBe("dryswarm: unknown command: dryswarm nonesuch\n\nRun 'dryswarm --help' for more information\n");
      expect((await dryswarm(["network", "ls", "x"], { ...env, DRYSWARM_PROGRAM: "docker" })).stderr).toBe(
        "docker: 'docker network ls' accepts no arguments\n\nUsage:  docker network ls [OPTIONS]\n\nRun 'docker network ls --help' for more information\n",
      );
      mkdirSync(join(dir, "bin"));
      writeFileSync(join(dir, "bin/docker"), `require(${JSON.stringify(DIST)});\n`);
      expect((await runProcess(process.execPath, [join(dir, "bin/docker"), "nope"], env)).stderr).toContain("docker: unknown command: docker nope");
    }));

  it.each([
    [["network", "ls", "--nope"], 125, "unknown flag: --nope"],
    [["network", "ls", "-Z"], 125, "unknown shorthand flag: 'Z' in -Z"],
    [["network", "ls", "--format"], 125, "flag needs an argument: --format"],
    [["network", "ls", "-f"], 125, "flag needs an argument: 'f' in -f"],
    [["network", "ls", "--=x"], 125, "bad flag syntax: --=x"],
    [["network", "ls", "--quiet=maybe"], 125, 'invalid argument "maybe" for "-q, --quiet" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    [["network", "create"], 1, "docker: 'docker network create' requires 1 argument"],
    [["network", "nope"], 1, "docker: unknown command: docker network nope"],
    [["network", "inspect", "nope"], 1, "Error response from daemon: network nope not found"],
    [["service", "ls"], 1, "Error response from daemon: This node is not a swarm manager."],
    [["--nope"], 125, "unknown flag: --nope"],
    [["-H", "tcp://a", "-H", "tcp://b", "info"], 125, "specify only one -H"],
    [["build", "."], 1, "docker: 'docker build' is a docker command that dryswarm does not simulate"],
    [["--engine", "9", "network", "ls"], 1, "no engine profile 9: there are 29, 28.5, 26.1, 20.10, 17.05, auto"],
  ])("%j ends with %d", (args, code, words) =>
    inTempDir(async (dir) => {
      const path = join(dir, "s.json");
      const result = await dryswarm(args, { DRYSWARM_STATE: path, DRYSWARM_PROGRAM: "docker" });
      expect(result.code).toBe(code);
      expect(result.stderr.startsWith(words)).toBe(true);
      expect(existsSync(path)).toBe(false);
    }),
  );

  it("takes flags as pflag does", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      const names = async (...args: string[]) => (await dryswarm(["network", "ls", ...args], env)).stdout.trim().split("\n");
      expect(await names("-qf", "driver=bridge", "--no-trunc")).toHaveLength(1);
      expect(await names("-q", "--filter=name=none", "--")).toHaveLength(1);
      expect(await names("--format={{.Name}}", "-fname=host")).toEqual(["host"]);
      expect((await dryswarm(["network", "--help"], env)).stdout).toContain("Usage:  dryswarm network COMMAND");
      expect(await dryswarm(["network"], env)).toMatchObject({ code: 0, stdout: "", stderr: expect.stringContaining("Commands:") });
      expect((await dryswarm(["network", "ls", "-h"], env)).stdout).toContain("Flag shorthand -h has been deprecated, use --help\n");
    }));
});
