import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const files = readdirSync(join(ROOT, "web/src"), { recursive: true })
  .map((name) => join("web/src", String(name)))
  .filter((name) => /\.tsx?$/.test(name));
const text = new Map(files.map((name) => [name, readFileSync(join(ROOT, name), "utf8")]));

/** What each folder of web/ may import of src/ and of the other one: the page what a picture is made of, the playground engine and command line, too. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "web/src/page": ["src/plan", "src/report/page.ts", "src/report/check.ts", "src/report/changes.ts"],
  "web/src/playground": ["web/src/page", "src/api", "src/cli", "src/engine", "src/plan", "src/store", "src/support", "src/values", "src/version.ts"],
};

/** Files of this repository that a file imports. */
const importsOf = (name: string): string[] =>
  [...(text.get(name) ?? "").matchAll(/(?:from|import\()\s*"(\.[^"]+)"|^import "(\.[^"]+)"/gm)].map((match) =>
    relative(ROOT, resolve(ROOT, name, "..", match[1] ?? match[2] ?? "")),
  );

describe("the folders of web/", () => {
  it.each(files)("%s imports only what it may", (name) => {
    const own = Object.keys(MAY).find((folder) => name.startsWith(`${folder}/`)) as string;
    const bad = importsOf(name).filter((target) => !`${target}/`.startsWith(`${own}/`) && !MAY[own]?.some((may) => `${target}/`.startsWith(`${may}/`)));
    expect(bad).toEqual([]);
  });

  it("the page imports of report/ check.ts for its types alone: it brings tables and colours of terminals with it", () => {
    const values = files.filter((name) => name.startsWith("web/src/page/") && /^import (?!type )[^;]*report\/(check|page)\.ts"/m.test(text.get(name) ?? ""));
    expect(values).toEqual([]);
  });

  it.each(files)("%s can be read in one sitting", (name) => expect((text.get(name) ?? "").split("\n").length).toBeLessThanOrEqual(300));
});
