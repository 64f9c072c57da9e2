import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/file.ts";
import { inTempDir } from "../helpers/dist.ts";

const open = (path: string, patience?: number) => openStore({ path, engine: "28.5", patience });
const addHost = (name: string) => (state: { hosts: Record<string, unknown> }) => {
  state.hosts[name] = { Name: name, Containers: {} };
};

describe("the state file", () => {
  it("is made with mode 0600, leaves nothing beside it, and reads back", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "sub", "state.json");
      await open(path).update(addHost("a") as never);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readdirSync(join(dir, "sub"))).toEqual(["state.json"]);
      expect(await open(path).view((state) => Object.keys(state.hosts))).toEqual(["a"]);
    }));

  it("is not made by a read, nor by a change that changes nothing", () =>
    inTempDir(async (dir) => {
      const store = open(join(dir, "state.json"));
      await store.view((state) => {
        state.drawn = 7;
      });
      expect(readdirSync(dir)).toEqual([]);
      expect(await store.view((state) => state.drawn)).toBe(0);
    }));

  it("stays byte for byte as it was when the change throws", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      await open(path).update(addHost("a") as never);
      const before = readFileSync(path);
      await expect(
        open(path).update((state) => {
          state.drawn = 99;
          throw new Error("no");
        }),
      ).rejects.toThrow("no");
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(dir)).toEqual(["state.json"]);
    }));

  it("loses no change of many at once", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      await Promise.all(Array.from({ length: 24 }, (_, at) => open(path).update(addHost(`h${at}`) as never)));
      expect(await open(path).view((state) => Object.keys(state.hosts).length)).toBe(24);
    }));

  it("follows a link and keeps it", () =>
    inTempDir(async (dir) => {
      const [real, link] = [join(dir, "real.json"), join(dir, "link.json")];
      await open(real).update(addHost("a") as never);
      symlinkSync(real, link);
      await open(link).update(addHost("b") as never);
      expect(await open(real).view((state) => Object.keys(state.hosts))).toEqual(["a", "b"]);
      expect(readdirSync(dir).sort()).toEqual(["link.json", "real.json", "real.json.bak"]);
    }));

  it.each([
    ["empty", "", "state-corrupt"],
    ["truncated", '{\n "format": "dryswarm",\n "sch', "state-corrupt"],
    ["not JSON", "hello", "state-corrupt"],
    ["foreign", '{"name":"x"}', "state-foreign"],
    ["newer", '{"format":"dryswarm","schema":99}', "state-newer"],
  ])("that is %s is refused by name and left alone", (_what, text, code) =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      writeFileSync(path, text);
      for (const act of [open(path).view(() => 0), open(path).update(() => 0)])
        await expect(act).rejects.toMatchObject({ code, exit: 1, message: expect.stringContaining(path) });
      expect(readFileSync(path, "utf8")).toBe(text);
    }),
  );

  it("that cannot be written is an error that names it", () =>
    inTempDir(async (dir) => {
      mkdirSync(join(dir, "state.json"));
      await expect(open(join(dir, "state.json")).update(addHost("a") as never)).rejects.toMatchObject({ exit: 1 });
      writeFileSync(join(dir, "file"), "");
      chmodSync(join(dir, "file"), 0o600);
      await expect(open(join(dir, "file", "state.json")).update(addHost("a") as never)).rejects.toMatchObject({ code: "state-write" });
    }));
});
