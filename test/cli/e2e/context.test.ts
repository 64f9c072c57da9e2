import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir } from "../../helpers/dist.ts";

/** Writes a docker context as `docker context create` does: a folder named by the digest of its name. */
function writeContext(config: string, Name: string, Host: string): void {
  const folder = join(config, "contexts/meta", createHash("sha256").update(Name).digest("hex"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "meta.json"),
    JSON.stringify({ Name, Metadata: { Description: `at ${Host}` }, Endpoints: { docker: { Host, SkipTLSVerify: false } } }),
  );
}

/** Runs `test` with two contexts, of simulated hosts, in a configuration folder of their own. */
const withContexts = (test: (run: (...args: string[]) => ReturnType<typeof dryswarm>) => Promise<void>): Promise<void> =>
  inTempDir(async (dir) => {
    const config = join(dir, "docker");
    writeContext(config, "east", "ssh://node-2");
    writeContext(config, "west", "tcp://node-3:2375");
    const env = { DRYSWARM_STATE: join(dir, "s.json"), DOCKER_CONFIG: config, DRYSWARM_PROGRAM: "docker" };
    await test((...args) => dryswarm(args, env));
  });

describe("docker context", () => {
  it("lists the contexts with the current one marked, and prints its name", () =>
    withContexts(async (run) => {
      const { stdout } = await run("context", "ls", "--format", "{{.Name}}{{if .Current}}*{{end}} {{.DockerEndpoint}}");
      expect(stdout).toBe("default* unix:///var/run/docker.sock\neast ssh://node-2\nwest tcp://node-3:2375\n");
      expect((await run("context", "show")).stdout).toBe("default\n");
    }));

  it("chooses the simulated host of later commands", () =>
    withContexts(async (run) => {
      expect(await run("context", "use", "east")).toMatchObject({ stdout: "east\n", stderr: 'Current context is now "east"\n', code: 0 });
      expect((await run("context", "show")).stdout).toBe("east\n");
      expect((await run("info", "--format", "{{.Name}}")).stdout).toBe("node-2\n");
      expect((await run("--context", "west", "info", "--format", "{{.Name}}")).stdout).toBe("node-3\n");
    }));

  it("inspects contexts, and fails for one that is not there", () =>
    withContexts(async (run) => {
      expect((await run("context", "inspect", "west", "--format", "{{.Name}} {{.Endpoints.docker.Host}}")).stdout).toBe("west tcp://node-3:2375\n");
      const missing = await run("context", "use", "north");
      expect(missing.code).toBe(1);
      expect(missing.stderr).toMatch(/^context "north": context not found: open .*meta\.json: no such file or directory\n$/);
      expect((await run("--context", "north", "network", "ls")).code).toBe(1);
    }));
});
