import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine, engineProfile } from "../../src/engine/index.ts";
import type { EngineProfile } from "../../src/engine/profiles/index.ts";
import { openStore, readText } from "../../src/store/file.ts";
import { journalOf } from "../../src/store/journal.ts";
import { applyChanges, type Branch, readLines, renderLines } from "../../src/store/line-tree.ts";
import { stateText } from "../../src/store/packed-state.ts";
import { repairState, stateProblem } from "../../src/store/repair.ts";
import { openResident, type ResidentStore } from "../../src/store/resident.ts";
import { history, undo } from "../../src/store/undo.ts";
import { newRootCertificate } from "../../src/support/ca.ts";
import { sealData } from "../../src/support/seal.ts";
import { seededRandom } from "../../src/support/seeded-random.ts";
import { crc32 } from "../../src/values/crc32.ts";
import { inTempDir } from "../helpers/dist.ts";
import { session } from "../helpers/session.ts";

const NOTE = { run: "server", argv: () => ["dryswarm", "serve"], now: () => 1n };

function engineOn(store: ResidentStore) {
  let now = 1_700_000_000_000_000_000n;
  return createEngine(store, {
    clock: { now: () => (now += 1000n) },
    random: (drawn) => seededRandom("journal", drawn),
    loadCA: async () => newRootCertificate,
    loadSeal: async () => sealData,
    profile: engineProfile("28.5") as EngineProfile,
    version: "28.5.2",
  });
}

/** Leads a swarm of three nodes through changes of every kind; `after` is called behind each, with the number of those that were refused. */
async function live(store: ResidentStore, steps: number, after: () => void = () => undefined): Promise<number> {
  const centre = engineOn(store);
  const manager = centre.on("node-1");
  const own = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", Availability: "active" as const };
  await manager.swarmInit({
    ...own,
    DataPathPort: 0,
    ForceNewCluster: false,
    Spec: {},
    AutoLockManagers: false,
    DefaultAddrPool: ["10.9.0.0/24"],
    SubnetSize: 27,
  });
  const JoinToken = (await manager.swarmInspect()).JoinTokens.Worker;
  for (const name of ["node-2", "node-3"]) await centre.on(name).swarmJoin({ ...own, RemoteAddrs: ["192.168.65.2:2377"], JoinToken });
  const random = seededRandom("steps", 0);
  const pick = (count: number): number => Math.floor((random.bytes(1)[0] as number) * (count / 256));
  let refused = 0;
  for (let step = 0; step < steps; step++) {
    const name = `x${pick(6)}`;
    const service = async () => manager.serviceInspect(name);
    const change = [
      () => manager.networkCreate({ Name: name, Driver: "overlay" }),
      () => manager.networkCreate({ Name: name, Driver: "bridge" }),
      () => manager.networkRemove(name),
      () =>
        manager.serviceCreate({
          Name: name,
          Labels: {},
          TaskTemplate: {
            ContainerSpec: { Image: "nginx", Mounts: [{ Type: "volume", Source: name, Target: "/d" }] },
            Networks: [{ Target: `x${pick(6)}` }],
            ForceUpdate: 0,
          },
          Mode: { Replicated: { Replicas: pick(5) } },
        }),
      async () => {
        const { ID, Version, Spec } = await service();
        await manager.serviceUpdate(ID, Version.Index, { ...Spec, Mode: { Replicated: { Replicas: pick(7) } } });
      },
      async () => {
        const { ID, Version, Spec } = await service();
        await manager.serviceUpdate(ID, Version.Index, { ...Spec, TaskTemplate: { ...Spec.TaskTemplate, ForceUpdate: step } });
      },
      () => manager.serviceRemove(name),
      () => manager.configCreate({ Name: name, Labels: {}, Data: "eA==" }),
      () => manager.secretCreate({ Name: name, Labels: {}, Data: "eA==" }),
      () => manager.secretRemove(name),
      () => manager.volumeCreate({ Name: `v${name}` }),
      () => manager.volumeRemove(`v${name}`),
      async () => {
        const [node] = (await manager.nodeList()).slice(1 + pick(2));
        if (node) await manager.nodeUpdate(node.ID, node.Version.Index, { ...node.Spec, Availability: pick(2) ? "active" : "drain" });
      },
      () => centre.hostPower("node-3", pick(2) === 1),
      async () => {
        const { Id } = await manager.containerCreate(name, {
          Image: "nginx",
          HostConfig: { NetworkMode: "default" },
          NetworkingConfig: { EndpointsConfig: {} },
        });
        await manager.containerStart(Id);
      },
      () => manager.containerRemove(name, true),
      () => manager.imagePull(`image-${name}`),
      () => centre.hostAdd({ Name: `host-${step}` }),
    ][pick(18)] as () => Promise<unknown>;
    await change().catch(() => refused++);
    after();
  }
  return refused;
}

describe("the journal of a server", () => {
  it("says with the file what the state is, after every change; the file says it alone when the server has ended", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const store = await openResident({ path, engine: "28.5" });
      let journalled = 0;
      const refused = await live(store, 250, () => {
        if (existsSync(journalOf(path))) journalled++;
        const text = readText(path) as string;
        if (text !== stateText(store.current())) expect(text).toBe(stateText(store.current()));
      });
      expect(journalled).toBeGreaterThan(200);
      expect(refused).toBeGreaterThan(20);
      const last = stateText(store.current());
      await store.close();
      expect(existsSync(journalOf(path))).toBe(false);
      expect(readFileSync(path, "utf8")).toBe(last);
    }));

  /** A server that was killed after some changes: its file, its journal, and the text of the state after each of its lines. */
  async function killed(dir: string): Promise<{ path: string; base: string; journal: string; texts: string[] }> {
    const path = join(dir, "state.json");
    const store = await openResident({ path, engine: "28.5", note: NOTE });
    const texts: string[] = [];
    await live(store, 30, () => {
      const text = readText(path) as string;
      if (texts.at(-1) !== text) texts.push(text);
    });
    rmSync(`${path}.lock`);
    return { path, base: readFileSync(path, "utf8"), journal: readFileSync(journalOf(path), "utf8"), texts };
  }

  it("that was cut off at any byte holds all changes whose line is whole", () =>
    inTempDir(async (dir) => {
      const { path, base, journal, texts } = await killed(dir);
      const readWith = (end: number): string => {
        writeFileSync(journalOf(path), journal.slice(0, end));
        return readText(path) as string;
      };
      const ends = [...journal.matchAll(/\n/g)].map(({ index }) => index + 1);
      expect(readWith(0)).toBe(base);
      const whole = ends.map(readWith);
      expect(whole[0]).toBe(base);
      expect(whole.at(-1)).toBe(texts.at(-1));
      expect(whole).toEqual(expect.arrayContaining(texts));
      for (let end = 1; end < journal.length; end += 97) {
        const expected = whole[ends.findLastIndex((one) => one <= end)] ?? base;
        if (readWith(end) !== expected) expect(readWith(end)).toBe(expected);
      }
    }));

  it("is written into the file by the next command, as a change of its own in the history", () =>
    inTempDir(async (dir) => {
      const { path, texts } = await killed(dir);
      const store = openStore({ path, engine: "28.5" });
      await store.update(
        (state) => {
          state.settings = { MaxTasks: 7 };
        },
        { run: "next", argv: () => ["dryswarm", "next"], now: () => 2n },
      );
      expect(existsSync(journalOf(path))).toBe(false);
      expect(history(path).map(({ argv }) => argv.at(-1))).toEqual(["next", "serve"]);
      await undo(path, 1);
      expect(readText(path)).toBe(texts.at(-1));
    }));

  it("that stayed behind after it was written into the file is left out", () =>
    inTempDir(async (dir) => {
      const { path, journal, texts } = await killed(dir);
      writeFileSync(path, texts.at(-1) as string);
      writeFileSync(journalOf(path), journal);
      expect(readText(path)).toBe(texts.at(-1));
      await openStore({ path, engine: "28.5" }).update((state) => {
        state.settings = { MaxTasks: 7 };
      });
      expect(existsSync(journalOf(path))).toBe(false);
    }));

  it("of another file is told, and put aside by state repair", () =>
    inTempDir(async (dir) => {
      const { path, base, journal } = await killed(dir);
      const older = base.replace(/"clock": "\d+"/, '"clock": "1600000000000000000"');
      writeFileSync(path, older);
      expect(stateProblem(path)).toMatchObject({ code: "state-journal" });
      await expect(openStore({ path, engine: "28.5" }).update(() => undefined)).rejects.toMatchObject({ code: "state-journal", exit: 1 });
      expect(await repairState(path)).toEqual({ done: true, from: path, damaged: `${journalOf(path)}.damaged` });
      expect(readText(path)).toBe(older);
      expect(readFileSync(`${journalOf(path)}.damaged`, "utf8")).toBe(journal);
    }));

  it("with a damaged line is told; state repair keeps what stands before it", () =>
    inTempDir(async (dir) => {
      const { path, journal, texts } = await killed(dir);
      const lines = journal.split("\n");
      const at = lines.length - 5;
      lines[at] = (lines[at] as string).replace(/"/, "'");
      writeFileSync(journalOf(path), lines.join("\n"));
      expect(stateProblem(path)).toMatchObject({ code: "state-journal", message: expect.stringContaining(`its line ${at + 1} is damaged`) });
      expect(await repairState(path)).toMatchObject({ done: true, from: path });
      expect(stateProblem(path)).toBeUndefined();
      expect(texts.slice(-8)).toContain(readText(path));
    }));
});

describe("lines of a state file", () => {
  it("are read and written without a change", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const store = await openResident({ path, engine: "28.5" });
      await live(store, 60);
      await store.close();
      const text = readFileSync(path, "utf8");
      expect(renderLines(readLines(text) as Branch)).toBe(text);
    }));

  it("are none of a file that is laid out otherwise", () => {
    for (const text of ["", "{}", "{}\n", '{"a":1}\n', "{\n  1\n}\n", '{\n "a": {\n}\n']) expect(readLines(text)).toBeUndefined();
  });

  it("take changes: what is new stands behind what is there, and before the tasks", () => {
    const lines = readLines('{\n "a": 1,\n "b": {},\n "tasks": {}\n}\n') as Branch;
    applyChanges(lines, [{ at: ["c"], value: "2" }, { at: ["b", "x", "y"], value: '{"z":3}' }, { at: ["a"] }, { at: ["b", "e"], value: "{}" }]);
    expect(renderLines(lines)).toBe('{\n "b": {\n  "x": {\n   "y": {"z":3}\n  },\n  "e": {}\n },\n "c": 2,\n "tasks": {}\n}\n');
    applyChanges(lines, [{ at: ["b", "x", "y"], value: '{"z":3,"w":4}' }, { at: ["b", "e"] }]);
    expect(renderLines(lines)).toContain('"y": {"z":3,"w":4}\n  }\n }');
  });

  it("stand where the file has them, too, when a name is a number: those come before all others", async () => {
    const { docker } = session();
    const lines = ["host add b", "host add 10", "host add 2", "volume create vol", "volume create 77", "host rm 10", "host add a", "host add 1"];
    // Each change is held against the whole text by the store of tests.
    for (const line of lines) expect(await docker(line.split(" "))).toMatchObject({ code: 0 });
  });
});

it("checksums are CRC-32", () => {
  expect([crc32(""), crc32("123456789"), crc32("ü")]).toEqual(["00000000", "cbf43926", expect.stringMatching(/^[\da-f]{8}$/)]);
});
