const NULLS = ["", "~", "null", "Null", "NULL"];
const BOOLS: Record<string, boolean> = { true: true, True: true, TRUE: true, false: false, False: false, FALSE: false };
const SPECIAL: Record<string, number> = {
  ".nan": Number.NaN,
  ".NaN": Number.NaN,
  ".NAN": Number.NaN,
  ".inf": Number.POSITIVE_INFINITY,
  ".Inf": Number.POSITIVE_INFINITY,
  ".INF": Number.POSITIVE_INFINITY,
  "+.inf": Number.POSITIVE_INFINITY,
  "-.inf": Number.NEGATIVE_INFINITY,
};
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const DATE = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|\s+)(\d\d?):(\d\d):(\d\d)(\.\d+)?\s*(Z|[-+]\d\d?(?::\d\d)?)?)?$/;

/**
 * The value of a plain scalar as yaml.v3 resolves it: null, boolean, number (a bigint beyond 2^53), a time in Go's
 * wording, or the text itself. `tag` forces text (`!!str`).
 */
export function resolveScalar(text: string, tag?: string): unknown {
  if (tag?.endsWith(":str") || tag === "!") return text;
  if (NULLS.includes(text)) return null;
  if (text in BOOLS) return BOOLS[text];
  if (text in SPECIAL) return SPECIAL[text];
  const plain = text.replace(/_/g, "");
  if (/^[-+.0-9]/.test(text)) {
    if (INTEGER.test(plain)) return integer(plain);
    if (FLOAT.test(plain)) return Number(plain);
  }
  return DATE.test(text) ? goTime(text) : text;
}

function integer(plain: string): number | bigint {
  const negative = plain.startsWith("-");
  const digits = plain.replace(/^[-+]/, "").replace(/^0(?=[0-7])/, "0o");
  const value = BigInt(digits) * (negative ? -1n : 1n);
  return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? value : Number(value);
}

/** A date as Go prints a time.Time: what a stack file's unquoted date becomes. */
function goTime(text: string): string {
  const [, year, month, day, hour = "0", minute = "00", second = "00", fraction = "", zone = "Z"] = DATE.exec(text) as RegExpExecArray;
  const two = (part: string | undefined): string => String(part).padStart(2, "0");
  const offset = zone === "Z" ? "+0000 UTC" : `${zone.replace(":", "").padEnd(5, "0")} ${zone.replace(":", "").padEnd(5, "0")}`;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${minute}:${second}${fraction} ${offset}`;
}

/** A value as Go's fmt.Sprint prints it. */
export function goText(value: unknown): string {
  if (typeof value === "number")
    return String(value)
      .replace(/e([-+])(\d)$/, "e$10$2")
      .replace("Infinity", value > 0 ? "+Inf" : "Inf");
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (typeof value !== "object" || value === null) return value === null ? "<nil>" : String(value);
  const items = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${items.map(([key, item]) => `${key}:${goText(item)}`).join(" ")}]`;
}
