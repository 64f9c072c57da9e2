import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dryswarm, inTempDir } from "../helpers/dist.ts";
import { outputProblems } from "../helpers/schemas.ts";
import { startServer } from "../helpers/served.ts";

const STACK = "services:\n  app:\n    image: nginx\n    networks: [back]\nnetworks:\n  back:\n";

describe("undo takes back, byte for byte", () => {
  let dir = "";
  let env: Record<string, string> = {};
  const state = (): string | undefined => (existsSync(join(dir, "s.json")) ? readFileSync(join(dir, "s.json"), "utf8") : undefined);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "dryswarm-test-"));
    env = { DRYSWARM_STATE: join(dir, "s.json") };
    writeFileSync(join(dir, "stack.yml"), STACK);
    writeFileSync(join(dir, "deploy.sh"), "docker network create -d overlay scripted\ndocker service create -d --name scripted nginx\n");
    for (const line of ["swarm init", "network create -d overlay n", "service create -d --name web --network n nginx", "volume create vol", "host add node-2"])
      expect(await dryswarm(line.split(" "), env)).toMatchObject({ code: 0 });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each([
    "network create -d overlay m",
    "network create local",
    "network rm m n",
    "service create -d --name db --network n --publish 80:80 postgres",
    "service update -d --replicas 4 web",
    "service scale -d web=3",
    "service rollback -d web",
    "service rm web",
    "node update --availability drain node-1",
    "volume rm vol",
    "config create c -",
    "secret create s -",
    "run -d --name box nginx",
    "swarm update --task-history-limit 2",
    "swarm leave --force",
    "host add node-3",
    "host stop node-1",
    "-H ssh://node-7 network create xx",
    "stack deploy -c stack.yml shop",
    "state reset --force",
    "plan --save -c stack.yml shop",
    "plan --save --isolate none deploy.sh",
    "import --force dump.json",
  ])("%s", async (line) => {
    const before = state();
    if (line.startsWith("import")) writeFileSync(join(dir, "dump.json"), (await dryswarm(["network", "inspect", "n"], env)).stdout);
    const words = line.split(" ").map((word) => (/^(stack\.yml|dump\.json|deploy\.sh)$/.test(word) ? join(dir, word) : word));
    const done = await dryswarm(words, env, "data");
    if (state() === before) return expect(done.code).not.toBe(0);
    const undone = await dryswarm(["undo"], env);
    expect(undone).toMatchObject({ code: 0, stderr: "" });
    expect(undone.stdout).toMatch(/^undone: dryswarm /);
    expect(state()).toBe(before);
  });

  it("the beginning, too", () =>
    inTempDir(async (folder) => {
      const own = { DRYSWARM_STATE: join(folder, "s.json") };
      await dryswarm(["network", "create", "a"], own);
      await dryswarm(["network", "create", "b"], own);
      expect((await dryswarm(["undo", "2"], own)).stdout).toBe("undone: dryswarm network create b\nundone: dryswarm network create a\n");
      expect(existsSync(join(folder, "s.json"))).toBe(false);
      expect(await dryswarm(["undo"], own)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^0 changes of .* are known/) });
    }));
});

describe("history", () => {
  it("lists what commands changed, without secrets, and is bounded", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json"), SOURCE_DATE_EPOCH: "1700000000" };
      await dryswarm(["swarm", "init"], env);
      await dryswarm(["service", "create", "-d", "--name", "web", "-e", "DB_PASSWORD=hunter2", "-e", "GREETING=a b", "nginx"], env);
      await dryswarm(["service", "ls"], env);
      await dryswarm(["network", "rm", "nonesuch"], env);
      const { stdout } = await dryswarm(["history"], env);
      expect(stdout.split("\n").slice(0, 3)).toEqual([
        expect.stringMatching(/^UNDO +TIME +COMMAND +CHANGED$/),
        expect.stringMatching(
          /^1 +2023-11-14T22:13:20Z +dryswarm service create -d --name web -e 'DB_PASSWORD=\(hidden\)' -e 'GREETING=a b' nginx +\+ service web$/,
        ),
        expect.stringMatching(/^2 +2023-11-14T22:13:20Z +dryswarm swarm init +\+ host node-1, \+ swarm default, \+ node node-1, and 1 more$/),
      ]);
      for (const file of readdirSync(`${env.DRYSWARM_STATE}.history`))
        if (file === "log.json") expect(readFileSync(join(`${env.DRYSWARM_STATE}.history`, file), "utf8")).not.toContain("hunter2");
      for (let count = 0; count < 25; count++) await dryswarm(["network", "create", `n${count}`], env);
      const printed = JSON.parse((await dryswarm(["history", "-o", "json"], env)).stdout) as { changes: unknown[] };
      expect(outputProblems(printed)).toEqual([]);
      const { changes } = printed;
      expect(changes).toHaveLength(20);
      expect(changes[0]).toMatchObject({
        number: 1,
        command: ["dryswarm", "network", "create", "n24"],
        changes: [{ action: "add", kind: "network", name: "n24" }],
      });
      expect(readdirSync(`${env.DRYSWARM_STATE}.history`)).toHaveLength(21);
    }));

  it("takes a command that writes several times for one change", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      await dryswarm(["swarm", "init"], env);
      writeFileSync(join(dir, "stack.yml"), STACK);
      await dryswarm(["stack", "deploy", "-c", join(dir, "stack.yml"), "shop"], env);
      expect((await dryswarm(["history"], env)).stdout.split("\n")).toHaveLength(4);
    }));

  it("is of one change a command in a script, and of none where it is not wanted", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      await dryswarm(["shell", "--isolate", "none", "--", "sh", "-c", "docker network create a; docker network create b"], env);
      expect((await dryswarm(["history"], env)).stdout).toMatch(/docker network create b .*\n.*docker network create a /);
      await dryswarm(["network", "create", "c"], { ...env, DRYSWARM_HISTORY: "0" });
      expect(await dryswarm(["undo"], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("is not as its last known change left it") });
    }));

  it("of another schema, or damaged, is none; a changed file is not undone", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      await dryswarm(["network", "create", "a"], env);
      appendFileSync(env.DRYSWARM_STATE, "\n");
      expect(await dryswarm(["undo"], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing was undone") });
      writeFileSync(join(dir, "s.json.history/log.json"), '{"version":2,"entries":[]}');
      expect(await dryswarm(["undo"], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("0 changes") });
      writeFileSync(join(dir, "s.json.history/log.json"), "{");
      expect((await dryswarm(["history"], env)).stdout.split("\n")).toHaveLength(2);
      for (const count of ["0", "-1", "x", "1e3"])
        expect(await dryswarm(["undo", "--", count], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("is no number of changes") });
      expect(await dryswarm(["network", "create", "b"], env)).toMatchObject({ code: 0 });
    }));
});

describe("forks of the state", () => {
  it("are made, compared, switched to and removed; a switch is undone as any change", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      const run = async (line: string) => dryswarm(line.split(" "), env);
      await run("swarm init");
      expect(await run("state fork what-if")).toMatchObject({ code: 0, stdout: "what-if\n" });
      const main = readFileSync(env.DRYSWARM_STATE, "utf8");
      expect(await run("state switch what-if")).toMatchObject({ code: 0, stderr: "dryswarm: commands work on what-if\n" });
      await run("network create -d overlay tried");
      expect((await run("state ls")).stdout).toBe("  main\n* what-if\n");
      expect((await run("diff main what-if")).stdout).toContain("+ network tried");
      expect((await run("diff what-if main")).stdout).toContain("- network tried");
      await run("state switch main");
      expect(readFileSync(env.DRYSWARM_STATE, "utf8")).toBe(main);
      expect((await run("network ls -q --filter name=tried")).stdout).toBe("");
      await run("undo");
      expect((await run("state ls")).stdout).toBe("  main\n* what-if\n");
      expect((await run("network ls --filter name=tried --format {{.Name}}")).stdout).toBe("tried\n");
      expect(await run("state rm what-if")).toMatchObject({ code: 1, stderr: "commands work on the fork what-if: switch to another one first\n" });
      await run("state switch main");
      expect(await run("state rm what-if")).toMatchObject({ code: 0, stdout: "what-if\n" });
      expect(await run("state switch what-if")).toMatchObject({ code: 1, stderr: "there is no fork what-if, only: main\n" });
      expect(await run("state fork main")).toMatchObject({ code: 1, stderr: "there is a fork main already\n" });
      for (const name of ["../x", ".", "a/b", ""]) expect((await dryswarm(["state", "fork", name], env)).stderr).toContain("cannot be the name of a fork");
    }));
});

describe("the history of a served state", () => {
  it("is one change, which is not undone while the server has it", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      await dryswarm(["network", "create", "before"], env);
      const before = readFileSync(env.DRYSWARM_STATE, "utf8");
      const server = await startServer(dir, ["-H", `unix://${dir}/d.sock`], env);
      for (const name of ["a", "b"]) await dryswarm(["--server", `unix://${dir}/d.sock`, "network", "create", name], {});
      expect(await dryswarm(["undo"], env)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/is served already, by process \d+ on /) });
      expect(await dryswarm(["--server", `unix://${dir}/d.sock`, "undo"], env)).toMatchObject({
        code: 1,
        stderr: "this command works on a state file, not on a server\n",
      });
      await server.stop();
      expect((await dryswarm(["undo"], env)).stdout).toMatch(/^undone: dryswarm serve /);
      expect(readFileSync(env.DRYSWARM_STATE, "utf8")).toBe(before);
    }));
});
