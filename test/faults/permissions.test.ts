import { chmodSync, chownSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIST, inTempDir, type Result, runProcess } from "../helpers/dist.ts";

/** Root may read and write everything: as root, commands are run as nobody, from a copy that nobody may read. */
const ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;

const denied = (path: string): string => `cannot write the state file ${path}: permission denied; nothing was changed\n`;

/** A state in a folder of a user whom permissions hold for, and that user's dryswarm. */
const withState = (use: (at: { dir: string; path: string; run: (...args: string[]) => Promise<Result> }) => Promise<void>) =>
  inTempDir(async (top) => {
    chmodSync(top, 0o755);
    let program = DIST;
    if (ROOT) {
      for (const folder of ["bin", "dist"]) cpSync(join(dirname(DIST), "..", folder), join(top, folder), { recursive: true });
      program = join(top, "bin", "dryswarm.js");
    }
    const dir = join(top, "state");
    mkdirSync(dir, { mode: 0o755 });
    if (ROOT) chownSync(dir, NOBODY, NOBODY);
    const path = join(dir, "state.json");
    const run = (...args: string[]) =>
      runProcess(process.execPath, ["--", program, ...args], { DRYSWARM_STATE: path, NO_COLOR: "1" }, ROOT ? { uid: NOBODY } : {});
    expect(await run("network", "create", "first")).toMatchObject({ code: 0, stderr: "" });
    await use({ dir, path, run });
  });

describe("a state that may not be touched", () => {
  it("in a read-only folder: can be read, a change is told, nothing is changed", () =>
    withState(async ({ dir, path, run }) => {
      const before = readFileSync(path);
      chmodSync(dir, 0o555);
      expect(await run("network", "create", "x")).toEqual({ code: 1, stdout: "", stderr: denied(path) });
      expect(await run("network", "ls")).toMatchObject({ code: 0, stderr: "" });
      chmodSync(dir, 0o755);
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(dir)).toEqual(["state.json", "state.json.history"]);
      expect(await run("network", "create", "x")).toMatchObject({ code: 0, stderr: "" });
    }));

  it("in a folder that may not be entered: told by reads, changes and state repair", () =>
    withState(async ({ dir, path, run }) => {
      chmodSync(dir, 0o000);
      for (const args of [
        ["network", "ls"],
        ["network", "create", "x"],
        ["state", "repair"],
        ["state", "show"],
      ]) {
        const { code, stdout, stderr } = await run(...args);
        expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
        expect(stderr).toMatch(new RegExp(`^cannot (read|write) the state file ${path}: permission denied`));
      }
      chmodSync(dir, 0o755);
      expect(await run("network", "inspect", "first")).toMatchObject({ code: 0 });
    }));

  it("a folder that cannot be made: told", () =>
    withState(async ({ dir, run }) => {
      chmodSync(dir, 0o555);
      const path = join(dir, "deep", "state.json");
      expect(await run("--state", path, "network", "create", "x")).toEqual({ code: 1, stdout: "", stderr: denied(path) });
      chmodSync(dir, 0o755);
    }));

  it("of mode 0444: is read, a change is told, nothing is changed", () =>
    withState(async ({ dir, path, run }) => {
      const before = readFileSync(path);
      chmodSync(path, 0o444);
      expect(await run("network", "create", "x")).toEqual({ code: 1, stdout: "", stderr: denied(path) });
      expect(await run("network", "inspect", "first")).toMatchObject({ code: 0 });
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o444);
      expect(readdirSync(dir)).toEqual(["state.json", "state.json.history"]);
    }));

  it("of mode 0000: told, not replaced", () =>
    withState(async ({ path, run }) => {
      const before = readFileSync(path);
      chmodSync(path, 0o000);
      for (const args of [
        ["network", "ls"],
        ["network", "create", "x"],
      ])
        expect(await run(...args)).toEqual({ code: 1, stdout: "", stderr: `cannot read the state file ${path}: permission denied\n` });
      chmodSync(path, 0o600);
      expect(readFileSync(path).equals(before)).toBe(true);
    }));

  it.runIf(ROOT)("of another user, unreadable: told, not replaced", () =>
    withState(async ({ dir, path, run }) => {
      const before = readFileSync(path);
      chownSync(path, 0, 0);
      for (const args of [
        ["network", "ls"],
        ["network", "create", "x"],
      ])
        expect(await run(...args)).toEqual({ code: 1, stdout: "", stderr: `cannot read the state file ${path}: permission denied\n` });
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(statSync(path).uid).toBe(0);
      expect(readdirSync(dir)).toEqual(["state.json", "state.json.history"]);
    }),
  );

  it.runIf(ROOT)("of another user, readable: is read, a change is told, the file stays that user's", () =>
    withState(async ({ dir, path, run }) => {
      const before = readFileSync(path);
      chownSync(path, 0, 0);
      chmodSync(path, 0o644);
      expect(await run("network", "create", "x")).toEqual({ code: 1, stdout: "", stderr: denied(path) });
      expect(await run("network", "inspect", "first")).toMatchObject({ code: 0 });
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(statSync(path).uid).toBe(0);
      expect(readdirSync(dir)).toEqual(["state.json", "state.json.history"]);
    }),
  );

  it("behind a link into a read-only folder: read, a change is told and the link stays", () =>
    withState(async ({ dir, path, run }) => {
      const real = join(dir, "real");
      mkdirSync(real);
      if (ROOT) chownSync(real, NOBODY, NOBODY);
      const link = join(dir, "link.json");
      symlinkSync(join(real, "state.json"), link);
      expect(await run("--state", link, "network", "create", "y")).toMatchObject({ code: 0, stderr: "" });
      const before = readFileSync(link);
      chmodSync(real, 0o555);
      expect(await run("--state", link, "network", "create", "x")).toEqual({ code: 1, stdout: "", stderr: denied(link) });
      expect(await run("--state", link, "network", "inspect", "y")).toMatchObject({ code: 0 });
      chmodSync(real, 0o755);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(readFileSync(link).equals(before)).toBe(true);
      expect(readFileSync(path, "utf8")).toContain("first");
    }));

  it("under a lock that may not be removed: told whose it is, at once where it is a server's", () =>
    withState(async ({ dir, path, run }) => {
      writeFileSync(
        `${path}.lock`,
        JSON.stringify({ pid: process.pid, started: "", host: (await runProcess("hostname", [], {})).stdout.trim(), server: true }),
      );
      const { code, stderr } = await run("network", "create", "x");
      expect(code).toBe(1);
      expect(stderr).toContain(`process ${process.pid}`);
      expect(readdirSync(dir).sort()).toEqual(["state.json", "state.json.history", "state.json.lock"]);
    }));
});
