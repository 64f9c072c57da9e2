import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/plan/compare.ts";
import { dryswarm, inTempDir } from "../helpers/dist.ts";
import { outputProblems } from "../helpers/schemas.ts";

/** A folder with one file in it, and dryswarm on a state there. */
const inFolder = (text: string, use: (file: string, run: (...args: string[]) => ReturnType<typeof dryswarm>) => Promise<void>) =>
  inTempDir(async (dir) => {
    const file = join(dir, "file");
    writeFileSync(file, text, { mode: 0o755 });
    await use(file, (...args) => dryswarm(args, { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "", TMPDIR: dir }));
  });

const SCRIPT = `#!/bin/bash
docker swarm init
docker network create -d overlay a
docker network create -d overlay b
docker network rm a
docker network create -d overlay c
docker network create -d overlay --subnet 10.7.0.9/24 bits
docker service create -d --name web --network c nginx
docker network create --subnet 172.30.0.0/24 bridged
docker network rm nope
if docker network inspect bits; then docker network rm bits; fi
exit 0
`;

describe("plan --compare-engine", () => {
  it("names commands, objects and findings that differ, and exits with 2", () =>
    inFolder(SCRIPT, async (file, run) => {
      const { code, stdout } = await run("--engine", "20.10", "plan", "--compare-engine", "28.5", "-o", "json", file);
      const comparison = JSON.parse(stdout) as Comparison;
      expect(outputProblems(comparison)).toEqual([]);
      expect([code, comparison.same, comparison.engines]).toEqual([2, false, ["20.10", "28.5"]]);
      expect(comparison.steps.map(({ kind, line, argv }) => `${kind} ${line} ${argv.join(" ")}`)).toEqual([
        "status 7 network create -d overlay --subnet 10.7.0.9/24 bits",
        "words 10 network rm nope",
        "status 11 network inspect bits",
        "path 11 network rm bits",
      ]);
      expect(comparison.changes.map(({ action, kind, name, fields }) => `${action} ${kind} ${name} ${fields.map(({ path }) => path).join()}`)).toEqual([
        "replace network c IPAM.Config",
        "change service web VirtualIPs",
      ]);
      expect(comparison.changes[1]?.fields[0]).toEqual({ path: "VirtualIPs", before: ["c 10.0.3.2"], after: ["c 10.0.1.2"] });
    }));

  it("says so in text and Markdown", () =>
    inFolder(SCRIPT, async (file, run) => {
      const { stdout } = await run("--engine", "20.10", "plan", "--compare-engine", "28.5", file);
      expect(stdout).toContain(`Commands that end otherwise:\n  ${file}:7: docker network create -d overlay --subnet 10.7.0.9/24 bits\n    20.10  succeeds\n`);
      expect(stdout).toContain("  service web VirtualIPs\n");
      expect(stdout).toMatch(/It does not mean the same on 20\.10 and 28\.5\.\n$/);
      expect((await run("plan", "--compare-engine", "26.1", "-o", "markdown", file)).stdout).toContain("| About | 28.5 | 26.1 |\n");
    }));

  it("finds nothing where there is nothing, and exits with 0", () =>
    inFolder("#!/bin/bash\ndocker swarm init\ndocker network create -d overlay a\n", async (file, run) => {
      expect(await run("plan", "--compare-engine", "29", file)).toMatchObject({ code: 0, stdout: "It means the same on 28.5 and 29.\n" });
    }));

  it("compares stack files on a state that was made with another engine", () =>
    inFolder("services:\n  web:\n    image: nginx\n", async (file, run) => {
      await run("swarm", "init");
      const { code, stdout } = await run("plan", "--compare-engine", "20.10", "-c", file, "shop");
      expect(stdout).toContain("    20.10  exit status 1: unsupported Compose file version: 1.0\n");
      expect(stdout).toContain("  service shop_web\n");
      expect(code).toBe(2);
      const reversed = await run("--engine", "20.10", "plan", "--compare-engine", "28.5", "-c", file, "shop");
      expect(reversed.code).toBe(1);
    }));

  it("refuses engines that are not there, and flags that keep one result", () =>
    inFolder("services:\n  web:\n    image: nginx\n", async (file, run) => {
      expect((await run("plan", "--compare-engine", "moby", "-c", file, "shop")).stderr).toContain("no engine profile moby");
      expect((await run("plan", "--compare-engine", "29", "--save", "-c", file, "shop")).stderr).toContain("--compare-engine shows what differs");
    }));
});

describe("check --engines", () => {
  const STACK = "version: '3.8'\nservices:\n  web:\n    image: nginx\nnetworks:\n  default:\n    ipam:\n      config:\n        - subnet: 10.93.0.0/31\n";

  it("says of findings on which engines they hold", () =>
    inFolder(STACK, async (file, run) => {
      const { code, stdout } = await run("check", "--engines", "20.10,26.1,28.5", "-c", file, "shop");
      expect(code).toBe(3);
      expect(stdout).toContain("the network is never allocated (on 20.10)\n");
      expect(stdout).toContain("is too small for a service with a VIP (on 26.1, 28.5)\n");
    }));

  it("looks at a state as each engine has it, and at no saved plan", () =>
    inFolder(STACK, async (_file, run) => {
      await run("swarm", "init", "--data-path-port", "4790");
      await run("network", "create", "-d", "overlay", "--opt", "encrypted", "secret");
      const { stdout } = await run("check", "--engines", "20.10,28.5");
      expect(stdout).toContain('DS041 error: network "secret": its data on port 4790 is not encrypted by engines before 23.0 (on 20.10)\n');
      expect(stdout).toContain('DS040 info: network "secret": it is encrypted: ESP (IP protocol 50) must pass between all nodes\n');
      expect((await run("check", "--engines", "29", "--plan", "x")).stderr).toContain("a saved plan is of one engine");
    }));
});
