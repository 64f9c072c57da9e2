import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../src/support/make-folder.ts";
import { inTempDir } from "../helpers/dist.ts";

describe("makeFolder", () => {
  it("makes a folder and those above it, and leaves what is there", () =>
    inTempDir(async (dir) => {
      makeFolder(join(dir, "a/b/c"), 0o700);
      expect(statSync(join(dir, "a/b/c")).mode & 0o777).toBe(0o700);
      mkdirSync(join(dir, "open"), { mode: 0o755 });
      makeFolder(join(dir, "open"), 0o700);
      expect(statSync(join(dir, "open")).mode & 0o777).toBe(0o755);
    }));

  it("fails where a part is a file, and where no folder can be made", () =>
    inTempDir(async (dir) => {
      writeFileSync(join(dir, "file"), "");
      expect(() => makeFolder(join(dir, "file"))).toThrow("EEXIST");
      expect(() => makeFolder(join(dir, "file/below"))).toThrow("ENOTDIR");
      if (process.platform === "linux") expect(() => makeFolder("/proc/none/below")).toThrow("ENOENT");
    }));
});
