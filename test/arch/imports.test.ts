import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = resolve(import.meta.dirname, "../../src");
const files = readdirSync(SRC, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".ts"));
const text = new Map(files.map((name) => [name, readFileSync(join(SRC, name), "utf8")]));

/** Files that a file imports, as paths below src; packages and node: modules as they are named. */
function importsOf(name: string): string[] {
  const found = [...(text.get(name) ?? "").matchAll(/(?:from|import\()\s*"([^"]+)"|^import "([^"]+)"/gm)].map((match) => match[1] ?? match[2] ?? "");
  return found.map((target) => (target.startsWith(".") ? relative(SRC, resolve(SRC, name, "..", target)) : target));
}

const room = (name: string): string => (name.includes("/") ? (name.split("/")[0] as string) : name);

/** What each room may import of the others. */
const MAY: Record<string, string[]> = {
  api: [],
  support: [],
  store: ["api", "support", "values"],
  format: ["api", "values"],
  values: ["api"],
  compose: ["api", "values"],
  plan: ["api", "engine/profiles", "environment", "values"],
  environment: ["api", "values"],
  engine: ["api", "store", "support", "values"],
  cli: ["api", "version.ts", "format", "compose", "environment", "plan", "report", "values"],
  report: ["api", "plan", "values"],
  server: ["api", "format", "support/make-folder.ts", "values"],
  remote: ["api", "values"],
  script: ["api", "cli", "engine", "plan", "server", "store", "values"],
  run: ["api", "version.ts", "cli", "engine", "plan", "remote", "script", "server", "store", "support", "values"],
  "main.ts": ["cli", "run"],
  "version.ts": [],
};

describe("the house", () => {
  it.each(files)("%s imports only what its room may", (name) => {
    const own = room(name);
    const bad = importsOf(name).filter(
      (target) => target.endsWith(".ts") && room(target) !== own && !MAY[own]?.some((may) => `${target}/`.startsWith(`${may}/`)),
    );
    expect(bad).toEqual([]);
  });

  it.each(files.filter((name) => ["api", "engine", "format", "compose", "environment", "plan", "values"].includes(room(name))))("%s is pure", (name) => {
    const source = (text.get(name) ?? "").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    expect(importsOf(name).filter((target) => target.startsWith("node:"))).toEqual([]);
    expect(source).not.toMatch(/\bconsole\.|\bprocess\.|Date\.now\(|new Date\(\)|Math\.random|setTimeout/);
  });

  it.each(files.filter((name) => /^cli\/commands\//.test(name)))("%s is one command in under 150 lines", (name) => {
    expect((text.get(name) ?? "").split("\n").length).toBeLessThan(150);
    expect(text.get(name)).toContain("export const command = defineCommand");
  });

  it("has no file over 300 lines without a reason in its head", () => {
    const long = files.filter((name) => (text.get(name) ?? "").split("\n").length > 300 && !/(hence|for) (its|the) length/.test(text.get(name) ?? ""));
    expect(long).toEqual([]);
  });

  it("has no import cycle of modules, types aside", () => {
    const edges = new Map(files.map((name) => [name, valueImports(name)]));
    const state = new Map<string, "open" | "done">();
    const cycles: string[] = [];
    const visit = (name: string, path: string[]): void => {
      if (state.get(name) === "done") return;
      if (state.get(name) === "open") {
        cycles.push([...path, name].join(" -> "));
        return;
      }
      state.set(name, "open");
      for (const target of edges.get(name) ?? []) visit(target, [...path, name]);
      state.set(name, "done");
    };
    for (const name of files) visit(name, []);
    expect(cycles).toEqual([]);
  });
});

/** Imports that are there when the program runs: not those of types alone. */
function valueImports(name: string): string[] {
  const statements = [...(text.get(name) ?? "").matchAll(/^(?:import|export) (?!type )([^;]*?) from "(\.[^"]+)";/gm)];
  const values = statements.filter(
    (match) =>
      !/^\{[^}]*\}$/.test(match[1] ?? "") ||
      (match[1] ?? "")
        .replace(/[{}]/g, "")
        .split(",")
        .some((one) => one.trim() !== "" && !one.trim().startsWith("type ")),
  );
  return values.map((match) => relative(SRC, resolve(SRC, name, "..", match[2] as string))).filter((target) => text.has(target));
}
