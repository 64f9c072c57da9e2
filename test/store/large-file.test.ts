import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/file.ts";
import { readState } from "../../src/store/migrate.ts";
import { stateText } from "../../src/store/packed-state.ts";
import { type Cluster, SCHEMA, type State } from "../../src/store/schema.ts";
import { everyTask, readTasksOf } from "../../src/store/swarm-tasks.ts";
import { inTempDir } from "../helpers/dist.ts";
import { session } from "../helpers/session.ts";

const OLD = readFileSync(join(import.meta.dirname, "../../fixtures/states/schema-1.json"), "utf8");
const plain = (state: State): unknown => JSON.parse(JSON.stringify(state));
const only = (state: State): Cluster => Object.values(state.swarms)[0] as Cluster;

describe("a state of schema 1", () => {
  it("is read as it was, and written in a third of the room per task", () => {
    const state = readState(OLD, "old");
    expect(plain(state)).toEqual({ ...JSON.parse(OLD), schema: SCHEMA });
    const text = stateText(state);
    expect(plain(readState(text, "new"))).toEqual(plain(state));
    const tasks = Object.values(only(state).Tasks);
    const containers = Object.values(state.hosts).flatMap((host) => Object.values(host.Containers));
    expect(tasks).toHaveLength(3);
    expect(text.slice(text.indexOf('\n "tasks"')).length * 3).toBeLessThan(JSON.stringify(tasks).length + JSON.stringify(containers).length);
  });

  it("is rewritten by a change alone", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      writeFileSync(path, OLD);
      const store = openStore({ path, engine: "28.5" });
      await store.view((state) => Object.keys(only(state).Tasks));
      await store.update(() => undefined);
      expect(readFileSync(path, "utf8")).toBe(OLD);
      await store.update((state) => {
        state.drawn++;
      });
      expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ schema: SCHEMA, drawn: JSON.parse(OLD).drawn + 1 });
      expect(readFileSync(`${path}.bak`, "utf8")).toBe(OLD);
    }));
});

/** A state's text with more of the same tasks, under other IDs. */
function multiplied(text: string, times: number): string {
  const lines = text.split("\n").flatMap((line) => {
    const match = /^ {3}"([a-z0-9]{25})": (.*?),?$/.exec(line);
    if (!match) return [line];
    const [, id = "", packed = ""] = match;
    const copies = Array.from({ length: times }, (_, at) => at.toString(16).padStart(4, "0"));
    return copies.map((mark) => `   "${mark}${id.slice(4)}": ${packed.replace(/("Container":\[")..../, `$1${mark}`)},`);
  });
  return lines.join("\n").replace(/,\n {2}\}/g, "\n  }");
}

describe("a large state file", () => {
  let text: string;
  beforeAll(async () => {
    const { docker, state } = session();
    for (const command of [
      "swarm init",
      "network create -d overlay --subnet 10.9.0.0/16 net",
      "service create -d --name web --network net --replicas 30 nginx",
    ]) {
      expect(await docker(command.split(" "))).toMatchObject({ code: 0 });
    }
    await docker(["service", "create", "-d", "--name", "no-networks", "--replicas", "20", "--env", "A=b", "nginx"]);
    text = multiplied(stateText(state()), 60);
    expect(text.length).toBeGreaterThan(1_000_000);
  });

  it("leaves its tasks alone until someone asks for them", () => {
    const state = readState(text, "large");
    const cluster = only(state);
    expect(Object.keys(cluster.Networks)).toHaveLength(4);
    expect(readTasksOf(cluster)).toMatchObject({ checked: false, tasks: undefined });
    expect(Object.keys(cluster.Tasks)).toHaveLength(3000);
  });

  it("sketches its tasks as they are", () => {
    const sketched: unknown[] = [];
    everyTask(only(readState(text, "large")), ({ ServiceID, NodeID, Spec, Status, NetworksAttachments }) => {
      sketched.push([ServiceID, NodeID, Spec, Status.State, NetworksAttachments?.map((at) => [at.Network.ID, at.Addresses])]);
      return true;
    });
    expect(sketched).toEqual(
      Object.values(only(readState(text, "large")).Tasks).map(({ ServiceID, NodeID, Spec, Status, NetworksAttachments }) => [
        ServiceID,
        NodeID,
        Spec,
        Status.State,
        NetworksAttachments?.map((at) => [at.Network.ID, at.Addresses]),
      ]),
    );
  });

  it("is the same text whatever was asked for in between", () => {
    const asks: ((state: State) => unknown)[] = [
      () => undefined,
      (state) => only(state).Tasks,
      (state) => Object.values(state.hosts)[0]?.Containers,
      (state) => [Object.values(state.hosts)[0]?.Containers, only(state).Tasks],
      (state) => everyTask(only(state), () => true),
    ];
    for (const ask of asks) {
      const state = readState(text, "large");
      ask(state);
      expect(stateText(state) === text).toBe(true);
    }
  });

  it("laid out by others is read all the same", () => {
    const other = JSON.stringify(JSON.parse(text));
    const state = readState(other, "other");
    expect(stateText(state) === text).toBe(true);
  });

  it("whose tasks are damaged serves who asks for none, and is changed by nobody", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const at = text.lastIndexOf('"Times":[');
      const bad = [
        text.slice(0, at) + text.slice(at + 1),
        `${text.slice(0, at)}"Times":{}${text.slice(text.indexOf("]", at) + 1)}`,
        text.replace(/"Index":\d+,"Times"/, '"Index":"x","Times"'),
      ];
      for (const damaged of bad) {
        writeFileSync(path, damaged);
        const store = openStore({ path, engine: "28.5" });
        expect(await store.view((state) => Object.keys(state.hosts))).toEqual(["node-1"]);
        await expect(store.view((state) => only(state).Tasks)).rejects.toMatchObject({ code: "state-corrupt" });
        await expect(store.update((state) => void state.drawn++)).rejects.toMatchObject({ code: "state-corrupt" });
        expect(readFileSync(path, "utf8") === damaged).toBe(true);
      }
      for (const cut of [text.slice(0, -2), text.slice(0, -300), text.slice(0, 500_000)]) {
        writeFileSync(path, cut);
        await expect(openStore({ path, engine: "28.5" }).view(() => 0)).rejects.toMatchObject({ code: "state-corrupt" });
      }
    }));
});
