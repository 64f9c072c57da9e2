import { formatFloat } from "../values/go-numbers.ts";

const WORDS = new Map<string, null | boolean | number>([
  ...["", "~", "null", "Null", "NULL"].map((text): [string, null] => [text, null]),
  ...["true", "True", "TRUE"].map((text): [string, boolean] => [text, true]),
  ...["false", "False", "FALSE"].map((text): [string, boolean] => [text, false]),
  ...[".nan", ".NaN", ".NAN"].map((text): [string, number] => [text, Number.NaN]),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((text): [string, number] => [text, Number.POSITIVE_INFINITY]),
  ...["-.inf", "-.Inf", "-.INF"].map((text): [string, number] => [text, Number.NEGATIVE_INFINITY]),
]);
/** Words that are booleans in YAML 1.1, as yaml.v2 has them. */
const OLD_WORDS = new Map<string, boolean>([
  ...["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"].map((text): [string, boolean] => [text, true]),
  ...["n", "N", "no", "No", "NO", "off", "Off", "OFF"].map((text): [string, boolean] => [text, false]),
]);
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const DATE = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?: |[Tt](?=.*(?:Z|[-+]\d\d:\d\d)$))(\d\d?):(\d\d?):(\d\d?)([.,]\d+)?((?<=[Tt].*)(?:Z|[-+]\d\d:\d\d))?)?$/;

/**
 * The value of a plain scalar as yaml.v3 resolves it: null, boolean, number (a bigint for a whole number beyond 2^53, up
 * to 64 bits), a time in Go's wording, or the text itself. `tag` forces text (`!!str`); with `wordBooleans` words such as yes are booleans, too.
 */
export function resolveScalar(text: string, tag?: string, wordBooleans = false): unknown {
  if (tag?.endsWith(":str") || tag === "!") return text;
  const word = wordBooleans && OLD_WORDS.has(text) ? OLD_WORDS.get(text) : WORDS.get(text);
  if (word !== undefined) return word;
  const plain = text.replace(/_/g, "");
  if (/^[-+.0-9]/.test(text)) {
    const whole = INTEGER.test(plain) ? integer(plain) : undefined;
    if (whole !== undefined) return whole;
    // A number that begins with its point may not hold an underscore.
    const float = text.startsWith(".") ? text : plain;
    if (FLOAT.test(float) && Number.isFinite(Number(float))) return Number(float);
  }
  return goTime(text) ?? text;
}

/** A whole number of up to 64 bits; undefined for a larger one. */
function integer(plain: string): number | bigint | undefined {
  const negative = plain.startsWith("-");
  const digits = plain.replace(/^[-+]/, "").replace(/^0(?=[0-7])/, "0o");
  const value = BigInt(digits) * (negative ? -1n : 1n);
  if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) return undefined;
  return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? value : Number(value);
}

/** A date as Go prints a time.Time: what a stack file's unquoted date becomes. Undefined for a text that is none. */
function goTime(text: string): string | undefined {
  const [whole, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = DATE.exec(text) ?? [];
  if (whole === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  const two = (part: string | undefined): string => String(part).padStart(2, "0");
  const offset = zone === "Z" ? "+0000 UTC" : `${zone.replace(":", "")} ${zone.replace(":", "")}`;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}${fraction.replace(",", ".")} ${offset}`;
}

/** A value as Go's fmt.Sprint prints it (`%v`): lists as `[a b]`, mappings as `map[a:1 b:2]` with their keys sorted. */
export function goText(value: unknown): string {
  if (value === null) return "<nil>";
  // A whole number of an exponent form is no integer in Go; that it was written so is not known here.
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : formatFloat(value);
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  return `map[${keysAndValues(value)
    .map(([key, item]) => `${goText(key)}:${goText(item)}`)
    .join(" ")}]`;
}

/** A value as Go's fmt prints it in Go's own syntax (`%#v`). */
export function goSyntax(value: unknown): string {
  if (value === null) return "interface {}(nil)";
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (typeof value !== "object") return goText(value);
  const inner = keysAndValues(value).map(([key, item]) => `${goSyntax(key)}:${goSyntax(item)}`);
  return `map[${value instanceof Map ? "interface {}" : "string"}]interface {}{${inner.join(", ")}}`;
}

const keysAndValues = (value: object): [unknown, unknown][] =>
  value instanceof Map ? [...value] : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
