import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cliProfile } from "../../src/cli/profiles/index.ts";
import { engineProfile, PROFILE_NAMES } from "../../src/engine/profiles/index.ts";

const FOLDER = join(import.meta.dirname, "../../src/api/errors");
const tables = await Promise.all(
  readdirSync(FOLDER).map(async (name) => Object.values((await import(join(FOLDER, name))) as Record<string, Record<string, { text: string }>>)),
);
const rows = new Map(tables.flat().flatMap((table) => Object.entries(table)));
const blanksOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

/** Blanks that other versions' words have and the row's own have not: what throws the error fills them all the same. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  "cli-empty-reference": ["object"],
  "config-cli-read": ["bare"],
  "container-cli-failed": ["sentence"],
  "container-cli-invalid": ["sentence"],
  "network-active-endpoints": ["id"],
};

describe("the table of messages", () => {
  it("has every code once", () => {
    const codes = readdirSync(FOLDER).flatMap((name) => [...readFileSync(join(FOLDER, name), "utf8").matchAll(/^ {2}"([\w-]+)":/gm)].map(([, code]) => code));
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect(codes.length).toBe(rows.size);
  });

  it.each(PROFILE_NAMES)("is worded by %s with blanks that are filled", (name) => {
    const messages = { ...engineProfile(name)?.messages, ...cliProfile(name).messages };
    for (const [code, text] of Object.entries(messages)) {
      const filled = [...blanksOf(rows.get(code)?.text ?? ""), ...(MORE[code] ?? [])];
      expect({ code, unfilled: blanksOf(text as string).filter((blank) => !filled.includes(blank)) }).toEqual({ code, unfilled: [] });
    }
  });
});
