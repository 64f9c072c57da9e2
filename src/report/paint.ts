import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";

/** Colours for text, or none. */
export type Paint = ChalkInstance;

/** Colours that are there (level 1: the sixteen of every terminal) or not. */
export const paint = (coloured: boolean): Paint => new Chalk({ level: coloured ? 1 : 0 });

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** A table without lines: a head in capitals, a row a line, each ended by a newline. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({ head: [...head], chars: NO_LINES, style: { head: [], border: [], "padding-left": 0, "padding-right": 0 } });
  made.push(...rows.map((row) => [...row]));
  const lines = made.toString().split("\n");
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** A table in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|").replace(/\n/g, " ") || " ").join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
