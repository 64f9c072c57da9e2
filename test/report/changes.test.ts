import { describe, expect, it } from "vitest";
import type { Change } from "../../src/plan/diff.ts";
import { changesText, wrap } from "../../src/report/changes.ts";
import { paint } from "../../src/report/paint.ts";

const NONE = { restarted: 0, started: 0, stopped: 0, waiting: {} };
const service = (name: string, more: Partial<Change> = {}): Change => ({ action: "add", kind: "service", name, facts: {}, fields: [], ...more });
const text = (changes: Change[], more: { width?: number; full?: boolean } = {}) =>
  changesText(changes, { paint: paint(false), width: 120, full: false, ...more });

describe("changes as text", () => {
  const STACK = [
    service("shop_web", { stack: "shop", facts: { image: "nginx:1", networks: "shop_back", vip: "shop_back 10.0.1.2" }, tasks: { ...NONE, started: 2 } }),
    service("shop_api", {
      stack: "shop",
      facts: { image: "registry/api:12", networks: "shop_back", vip: "shop_back 10.0.1.5" },
      tasks: { ...NONE, started: 2 },
    }),
  ];

  it("stand below their stack, without its name, in columns", () =>
    expect(text(STACK)).toBe(
      "stack shop\n  + service web  image nginx:1,         vip back 10.0.1.2\n  + service api  image registry/api:12, vip back 10.0.1.5\n",
    ));

  it("are folded where they are alike", () => {
    const fields = [{ path: "Env.TAG", before: "1", after: "2" }];
    const tasks = { ...NONE, restarted: 2 };
    expect(
      text([
        service("a", { action: "change", fields, tasks }),
        service("b", { action: "change", fields, tasks }),
        service("c", { action: "remove" }),
        service("d", { action: "remove" }),
      ]),
    ).toBe("  ~ services a, b\n        Env.TAG: 1 -> 2\n        restarts 4 tasks\n  - services c, d\n");
  });

  it("in full say everything one by one", () => {
    expect(text(STACK, { full: true })).toContain("service shop_web  image nginx:1, networks shop_back, vip shop_back 10.0.1.2\n        starts 2 tasks\n");
  });
});

it("lines are broken at blanks", () => {
  expect(wrap("  + one two three four", 12, 4)).toBe("  + one two\n    three\n    four");
  expect(wrap("a-word-that-is-longer-than-the-line b", 8, 2)).toBe("a-word-that-is-longer-than-the-line\n  b");
});
