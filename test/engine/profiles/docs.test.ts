import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { engineProfile } from "../../../src/engine/profiles/index.ts";
import { SINCE } from "../../../src/engine/profiles/since.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = join(ROOT, "docs/engines.md");
const NAMES = ["20.10", "26.1", "28.5", "29"] as const;
const [BEGIN, END] = ["<!-- traits: npm run engines -->\n", "<!-- end of traits -->\n"];

/** What a trait is, by its doc comment. */
function explained(trait: string): string {
  const source = readFileSync(join(ROOT, "src/engine/profiles/types.ts"), "utf8");
  const text = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*readonly ${trait}:`).exec(source)?.[1] ?? "";
  return text
    .replace(/\n\s*\*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The table of traits, made from the profiles; cells are padded as the formatter wants them. */
function table(): string {
  const rows = Object.keys(SINCE).map((trait) => [
    `\`${trait}\``,
    ...NAMES.map((name) => (engineProfile(name)?.[trait as keyof typeof SINCE] ? "yes" : "")),
    explained(trait),
  ]);
  const all = [["trait", ...NAMES, "what"], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |\n`;
  return [line(all[0] ?? []), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("");
}

it("docs/engines.md has the traits of the profiles as they are", () => {
  const page = readFileSync(PAGE, "utf8");
  const [head = "", rest = ""] = page.split(BEGIN);
  const [, tail = ""] = rest.split(END);
  const current = `${head}${BEGIN}\n${table()}\n${END}${tail}`;
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, current);
  else expect(page).toBe(current);
});
