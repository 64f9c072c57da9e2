import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore, readText } from "../../src/store/file.ts";
import { openResident } from "../../src/store/resident.ts";
import type { State } from "../../src/store/schema.ts";
import { inTempDir } from "../helpers/dist.ts";

/** What the file system of the store fails at next: a call of node:fs on a file whose name ends so, and how. */
const disk = vi.hoisted(() => ({ fails: undefined as { call: string; file: RegExp; errno: string } | undefined }));

vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  const names = new Map<number, string>();
  const check = (call: string, file: string): void => {
    const { fails } = disk;
    if (fails?.call !== call || !fails.file.test(file)) return;
    throw Object.assign(new Error(`${fails.errno}: as the test wants it, ${call}`), { code: fails.errno, syscall: call });
  };
  const openSync: typeof real.openSync = (path, ...rest) => {
    check("open", String(path));
    const handle = real.openSync(path, ...rest);
    names.set(handle, String(path));
    return handle;
  };
  const nameOf = (file: unknown): string => (typeof file === "number" ? (names.get(file) ?? "") : String(file));
  // Half of the text is on the disk when there is no more room.
  const halfWritten =
    <T extends (file: never, data: never) => unknown>(write: T) =>
    (file: unknown, data: unknown, ...rest: unknown[]) => {
      const text = String(data);
      try {
        check("write", nameOf(file));
      } catch (error) {
        write(file as never, text.slice(0, text.length / 2) as never);
        throw error;
      }
      return (write as unknown as (...args: unknown[]) => unknown)(file, data, ...rest);
    };
  return {
    ...real,
    openSync,
    writeFileSync: halfWritten(real.writeFileSync),
    writeSync: halfWritten(real.writeSync),
    fdatasync: (handle: number, done: (error: Error | null) => void) => {
      try {
        check("fdatasync", nameOf(handle));
      } catch (error) {
        done(error as Error);
        return;
      }
      real.fdatasync(handle, done);
    },
    fsyncSync: (handle: number) => {
      check("fsync", nameOf(handle));
      real.fsyncSync(handle);
    },
    renameSync: (from: string, to: string) => {
      check("rename", String(to));
      real.renameSync(from, to);
    },
  };
});

const addHost = (name: string) => (state: State) => {
  state.hosts[name] = { Name: name, Containers: {} } as never;
};
/** What is left of a write: all but the state and the generation before it. */
const temporary = (dir: string): string[] => readdirSync(dir).filter((name) => !/^state\.json(\.bak)?$/.test(name));
const hosts = (state: State): string[] => Object.keys(state.hosts);

const CAUSES: Record<string, string> = {
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is exceeded",
  EROFS: "the file system is read-only",
  EIO: "an input/output error of the disk",
};
const PLACES: [string, string, RegExp][] = [
  ["the lock is made", "open", /\.lock$/],
  ["the lock is written", "write", /\.lock$/],
  ["the temporary file is made", "open", /\.tmp$/],
  ["half of it is written", "write", /\.tmp$/],
  ["it is synced", "fsync", /\.tmp$/],
  ["it is put in its place", "rename", /state\.json$/],
];
const CASES = PLACES.flatMap(([what, call, file]) => Object.keys(CAUSES).map((errno) => [errno, what, call, file] as const));

beforeEach(() => {
  disk.fails = undefined;
});
afterEach(() => {
  disk.fails = undefined;
});

describe("a disk that fails", () => {
  it.each(CASES)("with %s when %s: told, nothing changed, nothing left behind", (errno, _what, call, file) =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const store = openStore({ path, engine: "28.5", patience: 500 });
      for (const before of [[], ["a"]]) {
        const text = readText(path);
        disk.fails = { call, file, errno };
        await expect(store.update(addHost("b"))).rejects.toMatchObject({
          code: "state-write",
          exit: 1,
          message: `cannot write the state file ${path}: ${CAUSES[errno]}; nothing was changed`,
        });
        expect(await store.view(hosts)).toEqual(before);
        disk.fails = undefined;
        expect(readText(path)).toBe(text);
        expect(temporary(dir)).toEqual([]);
        if (before.length === 0) await store.update(addHost("a"));
      }
      await store.update(addHost("c"));
      expect(await store.view(hosts)).toEqual(["a", "c"]);
    }),
  );

  const SERVED: [string, string, RegExp][] = [
    ["the file is written as a whole", "write", /\.tmp$/],
    ["its journal is made", "open", /\.journal$/],
    ["a line of its journal is written", "write", /\.journal$/],
    ["its journal is synced", "fdatasync", /\.journal$/],
  ];
  const SERVED_CASES = SERVED.flatMap(([what, call, file]) => Object.keys(CAUSES).map((errno) => [errno, what, call, file] as const));

  it.each(SERVED_CASES)("with %s while a server keeps the state and %s: told to all who share the write, and undone", (errno, _what, call, file) =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const store = await openResident({ path, engine: "28.5" });
      const isFirst = file.test(".tmp");
      if (!isFirst) await store.update(addHost("a"));
      const before = isFirst ? [] : ["a"];
      if (call === "write" && !isFirst) await store.update(addHost("b"));
      const there = await store.view(hosts);
      disk.fails = { call, file, errno };
      const shared = await Promise.allSettled([store.update(addHost("x")), store.update(addHost("y"))]);
      expect(shared.map((one) => one.status === "rejected" && (one.reason as { code: string }).code)).toEqual(["state-write", "state-write"]);
      disk.fails = undefined;
      expect(there.slice(0, before.length)).toEqual(before);
      expect(await store.view(hosts)).toEqual(there);
      expect(await openStore({ path, engine: "28.5" }).view(hosts)).toEqual(there);
      await store.update(addHost("d"));
      expect(await openStore({ path, engine: "28.5" }).view(hosts)).toEqual([...there, "d"]);
      await store.close();
      expect(await openStore({ path, engine: "28.5" }).view(hosts)).toEqual([...there, "d"]);
      expect(temporary(dir)).toEqual([]);
    }),
  );

  it("whose generation cannot be kept takes the change all the same", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const store = openStore({ path, engine: "28.5" });
      await store.update(addHost("a"));
      disk.fails = { call: "rename", file: /\.bak$/, errno: "EIO" };
      await store.update(addHost("b"));
      expect(await store.view(hosts)).toEqual(["a", "b"]);
    }));
});

describe("a folder that vanishes", () => {
  it.each(["between read and write", "and comes back as another"])("%s: told, and nothing is made", (what) =>
    inTempDir(async (dir) => {
      const folder = join(dir, "sub");
      const path = join(folder, "state.json");
      const store = openStore({ path, engine: "28.5" });
      await store.update(addHost("a"));
      const change = store.update((state) => {
        addHost("b")(state);
        rmSync(folder, { recursive: true });
        if (what !== "between read and write") mkdirSync(folder);
      });
      if (what === "between read and write") {
        await expect(change).rejects.toMatchObject({
          code: "state-write",
          message: `cannot write the state file ${path}: its folder is gone; nothing was changed`,
        });
        expect(readdirSync(dir)).toEqual([]);
      } else {
        await change;
        expect(readdirSync(folder)).toEqual(["state.json"]);
      }
      await store.update(addHost("c"));
      expect((await store.view(hosts)).at(-1)).toBe("c");
    }),
  );
});
