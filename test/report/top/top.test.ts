import { describe, expect, it } from "vitest";
import { type Picture, picture } from "../../../src/plan/picture.ts";
import { EMPTY_SNAPSHOT, takeSnapshot } from "../../../src/plan/snapshot.ts";
import { paint } from "../../../src/report/paint.ts";
import { frame, type TopScreen, wholeText } from "../../../src/report/top/frame.ts";
import { type Key, press, START, type TopChoice } from "../../../src/report/top/keys.ts";
import { session } from "../../helpers/session.ts";

const key = (text: string): Key => ({ name: text, text, ctrl: false });
const named = (name: string, ctrl = false): Key => ({ name, text: "", ctrl });
const screen = (columns: number, rows = 12): TopScreen => ({ columns, rows, paint: paint(false), note: "", explain: (ref) => [`about ${ref}`] });

/** A swarm with a full network, a drained node and several services. */
async function swarm(): Promise<Picture> {
  const { docker, engine } = session();
  await docker(["swarm", "init"]);
  await docker(["network", "create", "-d", "overlay", "--subnet", "10.9.0.0/28", "--opt", "encrypted", "tight"]);
  await docker(["service", "create", "-d", "--name", "web", "--replicas", "20", "--network", "tight", "--publish", "80:80", "nginx"]);
  for (const name of ["api", "db", "cache"]) await docker(["service", "create", "-d", "--name", name, `registry.example.org/shop/${name}:1.27.3`]);
  return picture(await takeSnapshot(engine.on("node-1")));
}

const pressed = (all: Picture, ...keys: Key[]): TopChoice | undefined =>
  keys.reduce<TopChoice | undefined>((choice, one) => choice && press(choice, one, all, 10), START);

describe("top", () => {
  it.each([24, 40, 80, 200])("fills a terminal of %i columns, and is no wider", async (columns) => {
    const all = await swarm();
    for (const text of ["1", "2", "3", "4", "?"]) {
      const lines = frame(all, pressed(all, key(text)) as TopChoice, screen(columns));
      expect(lines).toHaveLength(12);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it("shows at 40 columns what matters, and all at 200", async () => {
    const all = await swarm();
    const narrow = frame(all, START, screen(40)).join("\n");
    expect(narrow).toContain("tasks 3/23, 20 wait");
    expect(narrow).toMatch(/> api +1\/1/);
    expect(narrow).toMatch(/ {2}web +0\/20/);
    const wide = frame(all, START, screen(200)).join("\n");
    expect(wide).toContain("*:80->80/tcp".slice(2));
    expect(wide).toContain("registry.example.org/shop/cache:");
    const networks = frame(all, pressed(all, key("2")) as TopChoice, screen(80)).join("\n");
    expect(networks).toMatch(/tight +██████████ 100% +0 +10\.9\.0\.0\/28/);
    expect(frame(all, pressed(all, key("3")) as TopChoice, screen(80)).join("\n")).toMatch(/web\.\d +\S.*/);
    expect(frame(all, pressed(all, key("4")) as TopChoice, screen(80)).join("\n")).toMatch(/> node-1 +ready/);
  });

  it("moves, filters, explains and ends as k9s does", async () => {
    const all = await swarm();
    expect(pressed(all, key("j"), key("j"), key("k"))?.selected).toBe(1);
    expect(pressed(all, key("G"))?.selected).toBe(3);
    expect(pressed(all, key("G"), key("g"))?.selected).toBe(0);
    expect(pressed(all, named("up"), named("down"), named("pagedown"))?.selected).toBe(3);
    const filtered = pressed(all, key("/"), key("w"), key("e")) as TopChoice;
    expect(frame(all, filtered, screen(80)).filter((line) => /^[> ] \w+ +\d+\/\d+/.test(line))).toHaveLength(1);
    expect(frame(all, filtered, screen(80)).at(-1)).toBe("/we");
    expect(frame(all, pressed(all, key("/"), key("q"), named("return")) as TopChoice, screen(80)).join("\n")).toContain('none with "q" in it');
    expect(pressed(all, key("/"), key("w"), named("escape"))?.filter).toBe("");
    expect(pressed(all, key(":"), key("n"), key("o"), named("return"))?.view).toBe("nodes");
    expect(pressed(all, named("tab"))?.view).toBe("networks");
    const explained = pressed(all, key("G"), named("return")) as TopChoice;
    expect(frame(all, explained, screen(80))).toContain("about web");
    expect(press(explained, key("q"), all, 10)?.explained).toBeUndefined();
    expect(pressed(all, key("q"))).toBeUndefined();
    expect(pressed(all, key("/"), named("c", true))).toBeUndefined();
  });

  it("is calm about swarms without anything, and rows that went", async () => {
    const empty = picture(EMPTY_SNAPSHOT);
    for (const text of ["1", "2", "3", "4"])
      expect(frame(empty, pressed(empty, key(text), key("G"), named("return")) as TopChoice, screen(40)).join("\n")).toContain("none");
    expect(frame(empty, { ...START, selected: 99 }, screen(40, 1))).toHaveLength(1);
    expect(frame(empty, START, { ...screen(80), note: "the server is gone" }).at(-1)).toBe("the server is gone");
  });

  it("prints all views once", async () => {
    const text = wholeText(await swarm(), { columns: 120, paint: paint(false) });
    expect(text).toMatch(/^tasks 3\/23, 20 wait {2}nodes 1\/1[\s\S]*\nSERVICE[\s\S]*\nNETWORK[\s\S]*\nTASK[\s\S]*\nNODE/);
  });
});
