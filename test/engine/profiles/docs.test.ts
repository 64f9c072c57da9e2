import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cliProfile } from "../../../src/cli/profiles/index.ts";
import { engineProfile } from "../../../src/engine/profiles/index.ts";
import { SINCE } from "../../../src/engine/profiles/since.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = join(ROOT, "docs/engines.md");
const NAMES = ["20.10", "26.1", "28.5", "29"] as const;
/** A table of the page: its marks, the file that explains the traits, their names, and whether a version has one. */
interface Table {
  readonly mark: string;
  readonly end: string;
  readonly source: string;
  readonly traits: readonly string[];
  has(version: string, trait: string): boolean;
}

const TABLES: readonly Table[] = [
  {
    mark: "<!-- traits: npm run engines -->\n",
    end: "<!-- end of traits -->\n",
    source: "src/engine/profiles/types.ts",
    traits: Object.keys(SINCE),
    has: (version, trait) => Boolean(engineProfile(version)?.[trait as keyof typeof SINCE]),
  },
  {
    mark: "<!-- command line: npm run engines -->\n",
    end: "<!-- end of command line -->\n",
    source: "src/cli/profiles/types.ts",
    traits: Object.entries(cliProfile("28.5")).flatMap(([trait, value]) => (typeof value === "boolean" ? [trait] : [])),
    has: (version, trait) => Boolean(Object.entries(cliProfile(version)).find(([name]) => name === trait)?.[1]),
  },
];

/** What a trait is, by its doc comment. */
function explained(trait: string, file: string): string {
  const source = readFileSync(join(ROOT, file), "utf8");
  const text = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*readonly ${trait}:`).exec(source)?.[1] ?? "";
  return text
    .replace(/\n\s*\*/g, " ")
    .replace(/\s+/g, " ")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replaceAll("|", "\\|")
    .trim();
}

/** The table of traits, made from the profiles; cells are padded as the formatter wants them. */
function table({ source, traits, has }: Table): string {
  const rows = traits.map((trait) => [`\`${trait}\``, ...NAMES.map((name) => (has(name, trait) ? "yes" : "")), explained(trait, source)]);
  const all = [["trait", ...NAMES, "what"], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |\n`;
  return [line(all[0] ?? []), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("");
}

it("docs/engines.md has the traits of the profiles as they are", () => {
  const page = readFileSync(PAGE, "utf8");
  const current = TABLES.reduce((text, one) => {
    const [head = "", rest = ""] = text.split(one.mark);
    const [, tail = ""] = rest.split(one.end);
    return `${head}${one.mark}\n${table(one)}\n${one.end}${tail}`;
  }, page);
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, current);
  else expect(page).toBe(current);
});
