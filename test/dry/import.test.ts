import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir, runProcess, writeDocker } from "../helpers/dist.ts";

const STACK = `services:
  web: {image: nginx, ports: ["8080:80"], environment: {TAG: "1", PASSWORD: "a<b"}, networks: [front], deploy: {replicas: 2}}
networks: {front: {}}
`;

/** A simulated swarm with a stack, and what the script of `collect` gathers of it by a docker that is dryswarm. */
const collected = (
  flags: string[],
  use: (at: { dir: string; stack: string; file: string; run: (...args: string[]) => ReturnType<typeof dryswarm> }) => Promise<void>,
) =>
  inTempDir(async (dir) => {
    const env = { DRYSWARM_STATE: join(dir, "real.json"), PATH: process.env.PATH ?? "" };
    const stack = join(dir, "stack.yml");
    writeFileSync(stack, STACK);
    for (const args of [
      ["swarm", "init", "--default-addr-pool", "10.20.0.0/16", "--default-addr-pool-mask-length", "26"],
      ["stack", "deploy", "--detach=true", "-c", stack, "shop"],
    ])
      expect((await dryswarm(args, env)).code).toBe(0);
    writeDocker(dir);
    const script = join(dir, "collect.sh");
    writeFileSync(script, (await dryswarm(["collect", ...flags], env)).stdout);
    const { stdout, code, stderr } = await runProcess("sh", [script], { ...env, PATH: `${dir}:${env.PATH}` });
    expect([code, stderr]).toEqual([0, ""]);
    const file = join(dir, "swarm.json");
    writeFileSync(file, stdout);
    await use({ dir, stack, file, run: (...args) => dryswarm(args, { ...env, DRYSWARM_STATE: join(dir, "state.json") }) });
  });

describe("what the script of collect gathers", () => {
  it("holds no values, and plans know all the same which one has changed", () =>
    collected([], async ({ stack, file, run }) => {
      expect(readFileSync(file, "utf8")).not.toMatch(/a<b|SWMTKN/);
      expect((await run("plan", "--from", file, "-c", stack, "shop")).stdout).toBe("Plan: no changes.\n");
      writeFileSync(stack, STACK.replace("a<b", "a<c"));
      expect((await run("plan", "--from", file, "-c", stack, "shop")).stdout).toContain("Env.PASSWORD: (changed)\n        restarts 2 tasks");
    }));

  it("names changed values with --env, and goes on with the swarm's pool", () =>
    collected(["--env"], async ({ stack, file, run }) => {
      writeFileSync(stack, STACK.replace('TAG: "1"', 'TAG: "2"'));
      expect((await run("plan", "--from", file, "-c", stack, "shop")).stdout).toContain("Env.TAG: 1 -> 2");
      const { stdout } = await run("plan", "--from", file, "--", "docker", "network", "create", "-d", "overlay", "more");
      expect(stdout).toContain("+ network more  driver overlay, subnet 10.20.0.128/26, gateway 10.20.0.129, vxlan ≈ 4098");
      expect(stdout).toContain("≈ likely: ");
    }));
});

describe("the engine of a swarm that is read", () => {
  it("is that of its leader, unless another one is asked for; auto asks for none", () =>
    collected([], async ({ dir, file }) => {
      writeFileSync(file, readFileSync(file, "utf8").replaceAll("28.5.2", "26.1.5"));
      const version = async (engine: string, ...flags: string[]): Promise<string> => {
        const env = { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "", DRYSWARM_ENGINE: engine };
        return (await dryswarm([...flags, "plan", "--from", file, "--", "docker", "version", "--format", "{{.Server.Version}}"], env)).stderr;
      };
      expect(await version("")).toBe("26.1.5\n");
      expect(await version("29")).toBe("29.7.2\n");
      expect(await version("29", "--engine", "auto")).toBe("26.1.5\n");
      expect(await version("auto", "--engine", "20.10")).toBe("20.10.24\n");
    }));

  it("is the nearest that is known, with the traits of its own release", () =>
    collected([], async ({ file, run }) => {
      const create = "docker network create -d overlay";
      const subnetOn = async (version: string): Promise<string> => {
        writeFileSync(file, readFileSync(file, "utf8").replace(/"EngineVersion": ?"[^"]+"/g, `"EngineVersion": "${version}"`));
        const { stdout, stderr } = await run("plan", "--from", file, "--", "sh", "-c", `${create} x; docker network rm x; ${create} y`);
        return `${/subnet (?:≈ )?(\S+),/.exec(stdout)?.[1]} ${/taken for \S+/.exec(stderr)?.[0]}`;
      };
      expect(await subnetOn("27.1.2")).toBe("10.20.0.128/26 taken for 26.1,");
      expect(await subnetOn("25.0.3")).toBe("10.20.0.192/26 taken for 26.1,");
    }));
});

describe("dryswarm import", () => {
  it("stores a swarm, keeps a state that is there, and drift tells what has changed since", () =>
    collected(["--env"], async ({ dir, file, run }) => {
      expect(await run("import", file)).toMatchObject({ code: 0, stderr: "imported 1 node, 2 networks, 1 service, 2 tasks\n" });
      expect((await run("service", "ls", "--format", "{{.Name}} {{.Replicas}}")).stdout).toBe("shop_web 2/2\n");
      const before = readFileSync(join(dir, "state.json"), "utf8");
      expect(before).not.toContain("digest:");
      const again = await run("import", file);
      expect(again).toMatchObject({ code: 1, stderr: `${join(dir, "state.json")} holds a state already: --force puts the imported one in its place\n` });
      expect((await run("drift", "--from", file, "--detailed-exitcode")).code).toBe(0);
      await run("service", "scale", "-d", "shop_web=3");
      const { stdout, code } = await run("drift", "--from", file, "--detailed-exitcode");
      expect([code, stdout]).toEqual([2, expect.stringContaining("Mode.Replicated.Replicas: 3 -> 2")]);
    }));

  it("writes nothing where it fails, and never reads a live engine within a plan", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "" };
      expect(await dryswarm(["import"], env)).toMatchObject({ code: 1 });
      expect(await dryswarm(["import", "--live", `unix://${dir}/no.sock`], env)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("cannot reach the engine at unix://"),
      });
      expect(await dryswarm(["import", "--live", "unix:///var/run/docker.sock"], { ...env, DRYSWARM_SOCKETS: dir })).toMatchObject({
        code: 1,
        stderr: "nothing was read: what is planned meets no live engine\n",
      });
      expect(existsSync(env.DRYSWARM_STATE)).toBe(false);
    }));
});
