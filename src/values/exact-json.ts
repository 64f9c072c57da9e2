/**
 * JSON whose integers keep all of their digits, as Go's int64 and uint64 do: those beyond 2^53 are bigint, all others numbers. Texts and
 * values without such integers take the way of JSON.parse and JSON.stringify.
 */

/** An integer of more digits than a number holds, outside of a string (or what may be one). */
const LARGE = /[:,[\s]-?(?:9\d{15}|\d{17})|^-?(?:9\d{15}|\d{17})/;
/** Strings (keys with the colon behind them), and integers of sixteen digits or more. */
const TOKENS = /"(?:[^"\\]|\\.)*"(?:\s*:)?|-?\d{16,}(?![\d.eE])/g;
/** Begins the strings that stand for integers while a text is parsed; those of the text that begin so bear it twice. */
const MARK = "\\u0000";

function marked(token: string): string {
  if (token.endsWith(":")) return token;
  if (token.startsWith('"')) return token.startsWith(`"${MARK}`) ? `"${MARK}${token.slice(1)}` : token;
  return Number.isSafeInteger(Number(token)) ? token : `"${MARK}${token}"`;
}

function unmarked(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("\0")) return value;
  return value.startsWith("\0\0") ? value.slice(1) : BigInt(value.slice(1));
}

/** The value of a JSON text, with integers beyond 2^53 as bigint. Throws SyntaxError as JSON.parse does. */
export function parseExact(text: string): unknown {
  return LARGE.test(text) ? (JSON.parse(text.replace(TOKENS, marked), unmarked) as unknown) : (JSON.parse(text) as unknown);
}

function write(value: unknown): string | undefined {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? "null").join(",")}]`;
  const members = Object.entries(value).flatMap(([key, item]) => {
    const text = write(item);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

/** The JSON text of a plain value that may hold bigint. */
export function stringifyExact(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JSON.stringify refuses bigint alone of what plain values hold.
    if (!(error instanceof TypeError)) throw error;
    return write(value) as string;
  }
}

/**
 * An integer as it is carried everywhere: a number, or the bigint itself where a number would lose digits. It is typed as a number, since it
 * is one but for what no real swarm holds: whoever calculates with a value that a user gave takes `Number()` of it.
 */
export function exactInteger(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : (value as unknown as number);
}
