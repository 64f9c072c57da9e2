import { formatFloat } from "../values/go-numbers.ts";
import { resolveScalar } from "./scalars.ts";

/**
 * YAML as go-yaml's third version writes it with an indent of two, byte for byte: what `docker stack config` prints. A tree is of Maps,
 * arrays, texts, numbers, booleans and null. With `flat`, lists of a mapping are not indented, as go-yaml's second version has it.
 */
export function emitYAML(tree: ReadonlyMap<string, unknown>, { flat = false }: { readonly flat?: boolean } = {}): string {
  return node(tree, 0, flat).replace(/^\n/, "");
}

const blanks = (count: number): string => " ".repeat(count);

/** A value after `key:` or `-`: on the same line with a blank before it, or on lines of its own, indented by `indent`. */
function node(value: unknown, indent: number, flat: boolean): string {
  if (value instanceof Map) return value.size === 0 ? " {}\n" : `\n${mapping(value, indent, flat)}`;
  if (Array.isArray(value)) return value.length === 0 ? " []\n" : `\n${sequence(value, indent, flat)}`;
  return ` ${scalar(value, indent)}\n`;
}

function mapping(map: ReadonlyMap<string, unknown>, indent: number, flat: boolean): string {
  return [...map].map(([key, value]) => blanks(indent) + entry(key, value, indent, flat)).join("");
}

/** Longest key, in bytes, that stands on one line with its value. */
const LONGEST_KEY = 128;

function entry(key: string, value: unknown, indent: number, flat: boolean): string {
  if (isBroken(key) || Buffer.byteLength(key) > LONGEST_KEY) return `? ${scalar(key, indent + 2)}\n${blanks(indent)}:${afterMark(value, indent + 2, flat)}`;
  return `${text(key, indent + 2, true)}:${node(value, flat && Array.isArray(value) ? indent : indent + 2, flat)}`;
}

function sequence(items: readonly unknown[], indent: number, flat: boolean): string {
  return items.map((item) => `${blanks(indent)}-${afterMark(item, indent + 2, flat)}`).join("");
}

/** A value after a `-`, or after the `:` of a key on lines of its own: what is nested there begins on the same line. */
function afterMark(value: unknown, indent: number, flat: boolean): string {
  return node(value, indent, flat).replace(/^\n */, " ");
}

function scalar(value: unknown, indent: number): string {
  if (typeof value === "string") return text(value, indent, false);
  return typeof value === "number" && !Number.isSafeInteger(value) ? formatFloat(value) : String(value);
}

const BREAK = /[\n\r\u0085\u2028\u2029]/;
const isBroken = (value: string): boolean => BREAK.test(value);

/** What go-yaml takes for unprintable: control characters, the byte order mark, all beyond the first plane. A tab is looked at by itself. */
const UNPRINTABLE = /[^\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

const OLD_BOOLS = /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Whether a text would be read as something else than a text if it stood bare. */
function isAmbiguous(value: string): boolean {
  return resolveScalar(value) !== value || OLD_BOOLS.test(value) || BASE_60.test(value);
}

/** Whether a text holds signs that mean something in YAML where they stand. */
function hasIndicators(value: string): boolean {
  return (
    /^[#,[\]{}&*!|>'"%@`]/.test(value) ||
    /^-([ \t]|$)/.test(value) ||
    /^[?:]([ \t]|$)/.test(value) ||
    /:([ \t]|$)/.test(value) ||
    /[ \t\n\r\u0085\u2028\u2029]#/.test(value) ||
    /^(---|\.\.\.)/.test(value)
  );
}

/** A text as block, bare, in single or in double quotes: the first of these that can hold it and go-yaml would try. */
function text(value: string, indent: number, isKey: boolean): string {
  const blankBeforeBreak = / [\n\r\u0085\u2028\u2029]/.test(value);
  const special = blankBeforeBreak || UNPRINTABLE.test(value);
  if (value.includes("\n")) return special || isKey || value.endsWith(" ") ? doubleQuoted(value) : block(value, indent);
  if (isAmbiguous(value)) return doubleQuoted(value);
  if (special || value.includes("\t") || /[\n\r\u0085\u2028\u2029] /.test(value)) return value === "" ? '""' : doubleQuoted(value);
  return /^ | $/.test(value) || isBroken(value) || hasIndicators(value) ? singleQuoted(value, indent) : value;
}

/** A literal block: a number after the bar where the text begins with a blank or break, a sign for how it ends. */
function block(value: string, indent: number): string {
  const hint = /^[ \n\r\u0085\u2028\u2029]/.test(value) ? "2" : "";
  const ending = /(^|[\n\r\u0085\u2028\u2029])[\n\r\u0085\u2028\u2029]$/.test(value) ? "+" : isBroken(value.slice(-1)) ? "" : "-";
  // A line or paragraph separator is a break, too: what follows it is indented.
  const indented = value.replace(/([\u2028\u2029])(?=[^\n\u2028\u2029])/g, `$1${blanks(indent)}`);
  const lines = indented.replace(/\n$/, "").split("\n");
  return `|${hint}${ending}\n${lines.map((line) => (line === "" ? "" : blanks(indent) + line)).join("\n")}`;
}

function singleQuoted(value: string, indent: number): string {
  return `'${value.replace(/'/g, "''").replace(/([\u0085\u2028\u2029]+)(?!$)/g, `$1${blanks(indent)}`)}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\u0085": "N",
  "\u2028": "L",
  "\u2029": "P",
};

function doubleQuoted(value: string): string {
  // go-yaml asks of each character whether the text begins with a byte order mark, and escapes all of one that does.
  const all = value.startsWith("\uFEFF");
  return `"${[...value].map((char) => escaped(char, all)).join("")}"`;
}

function escaped(char: string, always: boolean): string {
  const short = ESCAPES[char];
  if (short !== undefined) return `\\${short}`;
  if (!always && !UNPRINTABLE.test(char)) return char;
  const code = char.codePointAt(0) as number;
  const [letter, digits] = code <= 0xff ? ["x", 2] : code <= 0xffff ? ["u", 4] : ["U", 8];
  return `\\${letter}${code
    .toString(16)
    .toUpperCase()
    .padStart(digits as number, "0")}`;
}
