import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitYAML } from "../../src/compose/emit.ts";
import { compareKeys } from "../../src/compose/print.ts";
import { parseYAML } from "../../src/compose/yaml.ts";

const emit = (value: unknown): string => emitYAML(new Map([["k", value]]));

/** Texts of the kinds that YAML has trouble with. */
const piece = fc.constantFrom("a", "b c", " ", "  ", "\n", "\n\n", "\t", ":", "- ", "#", "'", '"', "é", "😀", "{", "1", "true", "|", "? ", "\\", "---");
// A block that begins with a tab is what go-yaml writes, and what it then cannot read.
const text = fc
  .oneof(
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")),
    fc.string(),
  )
  .filter((value) => !(/^\s*\t/.test(value) && value.includes("\n")));
const tree: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => !["__proto__", "<<"].includes(key)),
      tie("node"),
      { maxKeys: 4 },
    ),
  ),
})).node;

/** Dictionaries as the emitter wants them. */
const mapped = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(mapped)
    : typeof value === "object" && value !== null
      ? new Map(Object.entries(value).map(([key, item]) => [key, mapped(item)]))
      : value;

describe("YAML as go-yaml writes it", () => {
  it.each([
    ["", 'k: ""\n'],
    ["a", "k: a\n"],
    [" a", "k: ' a'\n"],
    ["a: b", "k: 'a: b'\n"],
    ["- a", "k: '- a'\n"],
    ["true", 'k: "true"\n'],
    ["yes", 'k: "yes"\n'],
    ["1:20", 'k: "1:20"\n'],
    ["0x10", 'k: "0x10"\n'],
    ["2001-01-01", 'k: "2001-01-01"\n'],
    ["2001-13-01", "k: 2001-13-01\n"],
    ["1e400", "k: 1e400\n"],
    ["a\tb", 'k: "a\\tb"\n'],
    ["😀", 'k: "\\U0001F600"\n'],
    ["\u0085", 'k: "\\N"\n'],
    ["a\nb", "k: |-\n  a\n  b\n"],
    ["a\n", "k: |\n  a\n"],
    ["a\n\n", "k: |+\n  a\n\n"],
    ["\na", "k: |2-\n\n  a\n"],
    [" a\nb", "k: |2-\n   a\n  b\n"],
    ["a\n\tb\n", "k: |\n  a\n  \tb\n"],
    ["a \nb", 'k: "a \\nb"\n'],
    ["a\n ", 'k: "a\\n "\n'],
    [[], "k: []\n"],
    [new Map(), "k: {}\n"],
    [[["a"], [new Map([["b", 1]])]], "k:\n  - - a\n  - - b: 1\n"],
    [new Map([["a\nb", "c"]]), "k:\n  ? |-\n    a\n    b\n  : c\n"],
    [null, "k: null\n"],
  ])("%j", (value, written) => {
    expect(emit(value)).toBe(written);
  });

  it("is read back as what it was", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(parseYAML(emit(mapped(value))).k).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["a1", "a2", "a10"],
    ["a1b", "a1-b"],
    ["a-b", "ab"],
    ["a", "b"],
    ["1", "a"],
    ["a2", "a02", "a10"],
  ])("keys come in its order: %s", (...keys) => {
    expect([...keys].reverse().sort(compareKeys)).toEqual(keys);
  });
});
