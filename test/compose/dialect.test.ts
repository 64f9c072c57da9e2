import { describe, expect, it } from "vitest";
import { DIALECT_20_10, DIALECT_26_1, NEWEST_DIALECT } from "../../src/compose/dialect.ts";
import { emitYAML } from "../../src/compose/emit.ts";
import { parseYAML } from "../../src/compose/yaml.ts";

describe("stack files as older command lines read them", () => {
  it("have booleans that are words, as texts since 28", () => {
    expect(parseYAML("a: yes\nb: off\n", DIALECT_26_1)).toEqual({ a: true, b: false });
    expect(parseYAML("a: yes\nb: off\n", NEWEST_DIALECT)).toEqual({ a: "yes", b: "off" });
  });

  it("may have a key twice: the last one wins; since 28 they are refused", () => {
    expect(parseYAML("a: 1\na: 2\n", DIALECT_26_1)).toEqual({ a: 2 });
    expect(() => parseYAML("a: 1\na: 2\n", NEWEST_DIALECT)).toThrow('mapping key "a" already defined at line 1');
  });

  // As Engine 26.1.5's command line reads two of them (docker/cli#2772).
  it("may have several merge keys, each where it stands", () => {
    const text = "one: &x {a: 1, b: 1}\ntwo: &y {b: 2, c: 2}\nboth:\n  <<: *x\n  <<: *y\n  c: 3\n";
    expect(parseYAML(text, DIALECT_20_10).both).toEqual({ a: 1, b: 2, c: 3 });
    expect(parseYAML("one: &x {a: 1}\ntwo: &y {a: 2}\nboth: {<<: [*x, *y]}\n", DIALECT_26_1).both).toEqual({ a: 1 });
  });

  it("print lists that are not indented", () => {
    const tree = new Map([["networks", ["a", ["b"]]]]);
    expect(emitYAML(tree, { flat: DIALECT_26_1.flatLists })).toBe("networks:\n- a\n- - b\n");
    expect(emitYAML(tree, { flat: NEWEST_DIALECT.flatLists })).toBe("networks:\n  - a\n  - - b\n");
  });
});
