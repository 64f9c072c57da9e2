import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DryswarmError } from "../../src/api/errors.ts";
import { openStore } from "../../src/store/file.ts";
import { dryswarm, inTempDir } from "../helpers/dist.ts";

const withState = (use: (at: { dir: string; path: string; run: (...args: string[]) => ReturnType<typeof dryswarm> }) => Promise<void>) =>
  inTempDir(async (dir) => {
    const path = join(dir, "state.json");
    const run = (...args: string[]) => dryswarm(args, { DRYSWARM_STATE: path });
    await run("network", "create", "first");
    await use({ dir, path, run });
  });

describe("a damaged state file", () => {
  it("cut off at any byte is told, or whole", () =>
    withState(async ({ path }) => {
      const text = readFileSync(path, "utf8");
      for (let at = 0; at < text.length - 1; at++) {
        writeFileSync(path, text.slice(0, at));
        const failed = await openStore({ path, engine: "28.5" })
          .view(() => undefined)
          .catch((error: unknown) => error);
        expect(failed).toBeInstanceOf(DryswarmError);
        expect((failed as DryswarmError).code).toMatch(/^state-(corrupt|foreign)$/);
      }
    }));

  it("is left alone by every command, and mended by state repair", () =>
    withState(async ({ path, run }) => {
      await run("network", "create", "second");
      const whole = readFileSync(path, "utf8");
      for (const text of ["", whole.slice(0, 500), "[]", "nonsense", '{"format":"other"}']) {
        writeFileSync(path, text);
        for (const args of [
          ["network", "ls"],
          ["network", "create", "more"],
          ["swarm", "init"],
        ]) {
          const { code, stdout, stderr } = await run(...args);
          expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
          expect(stderr).toContain(path);
        }
        expect(readFileSync(path, "utf8")).toBe(text);
      }
      expect(await run("state", "repair")).toMatchObject({ code: 0, stderr: "" });
      const { stdout } = await run("network", "ls", "--format", "{{.Name}}");
      expect(stdout).toContain("first\n");
      expect(stdout).not.toContain("second\n");
      expect(readFileSync(`${path}.damaged`, "utf8")).toBe('{"format":"other"}');
      expect((await run("state", "repair")).stdout).toBe("The state is whole: nothing to repair.\n");
    }));

  it("without a good generation says so", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      writeFileSync(path, "x");
      expect(await dryswarm(["state", "repair"], { DRYSWARM_STATE: path })).toEqual({
        code: 1,
        stdout: "",
        stderr: `the state file ${path} is damaged, and ${path}.bak holds no good generation: start afresh with dryswarm state reset --force\n`,
      });
    }));

  it("a folder in its place, a loop of links, a vanished folder", () =>
    inTempDir(async (dir) => {
      mkdirSync(join(dir, "folder"));
      symlinkSync(join(dir, "b"), join(dir, "a"));
      symlinkSync(join(dir, "a"), join(dir, "b"));
      for (const name of ["folder", "a"]) {
        const { code, stdout, stderr } = await dryswarm(["network", "create", "x"], { DRYSWARM_STATE: join(dir, name) });
        expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
        expect(stderr).toMatch(/^cannot (read|write) the state file .*: (it is a directory|too many symbolic links)/);
      }
      expect((await dryswarm(["network", "create", "x"], { DRYSWARM_STATE: join(dir, "gone/deep/state.json") })).code).toBe(0);
      expect(existsSync(join(dir, "gone/deep/state.json"))).toBe(true);
    }));
});

/** A file system of 64 kB, where we may mount one. */
function smallDisk(dir: string): boolean {
  return process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", dir], { stdio: "ignore" }).status === 0;
}

describe("a full disk", () => {
  it("is told, and nothing is changed", (context) =>
    inTempDir(async (dir) => {
      if (!smallDisk(dir)) return context.skip();
      try {
        const path = join(dir, "state.json");
        const env = { DRYSWARM_STATE: path };
        await dryswarm(["swarm", "init"], env);
        let last = await dryswarm(["network", "create", "-d", "overlay", "first"], env);
        for (let at = 0; last.code === 0 && at < 60; at++) last = await dryswarm(["network", "create", "-d", "overlay", `net${at}`], env);
        expect(last).toEqual({ code: 1, stdout: "", stderr: `cannot write the state file ${path}: no space left on the device; nothing was changed\n` });
        const before = readFileSync(path, "utf8");
        expect((await dryswarm(["network", "create", "-d", "overlay", "more"], env)).code).toBe(1);
        expect(readFileSync(path, "utf8")).toBe(before);
        expect((await dryswarm(["network", "ls"], env)).code).toBe(0);
      } finally {
        spawnSync("umount", [dir], { stdio: "ignore" });
      }
    }));
});
