import { exactInteger } from "./exact-json.ts";
import { ValueError } from "./value-error.ts";

const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];

const quote = (text: string): string => JSON.stringify(text);

/** Go's strconv.ParseBool. */
export function parseBool(text: string): boolean {
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw new ValueError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
}

/** Digits of an integer with Go's base prefixes and underscores; undefined for anything else. */
function magnitude(text: string): bigint | undefined {
  if (!/^(0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|[0-9](_?[0-9])*)$/.test(text)) return undefined;
  const plain = text.replace(/_/g, "");
  if (/^0[0-9]+$/.test(plain)) return /^[0-7]+$/.test(plain) ? BigInt(`0o${plain.slice(1)}`) : undefined;
  return BigInt(plain);
}

/** Go's strconv.ParseInt with base 0, for a signed integer of `bits`. */
export function parseInteger(text: string, bits: 32 | 64): number {
  const digits = magnitude(text.replace(/^[+-]/, ""));
  if (digits === undefined) throw new ValueError(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
  const value = text.startsWith("-") ? -digits : digits;
  const limit = 1n << BigInt(bits - 1);
  if (value >= limit || value < -limit) throw new ValueError(`strconv.ParseInt: parsing ${quote(text)}: value out of range`);
  return exactInteger(value);
}

/** Go's strconv.ParseUint for an unsigned integer of `bits`; base 0 goes by the prefix. */
export function parseUnsigned(text: string, bits: 16 | 32 | 64, base: 0 | 10 = 0): number {
  const value = base === 0 ? magnitude(text) : /^\d+$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined) throw new ValueError(`strconv.ParseUint: parsing ${quote(text)}: invalid syntax`);
  if (value >= 1n << BigInt(bits)) throw new ValueError(`strconv.ParseUint: parsing ${quote(text)}: value out of range`);
  return exactInteger(value);
}

/** Go's strconv.ParseFloat. */
export function parseFloat64(text: string): number {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?(inf|infinity|nan)$/i.test(text))
    throw new ValueError(`strconv.ParseFloat: parsing ${quote(text)}: invalid syntax`);
  if (/\d/.test(text) && !Number.isFinite(Number(text))) throw new ValueError(`strconv.ParseFloat: parsing ${quote(text)}: value out of range`);
  return /inf/i.test(text) ? (text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : /nan/i.test(text) ? Number.NaN : Number(text);
}

/** Go's strconv.ParseFloat for 32 bits: the shortest decimal that a float32 of the same value has. */
export function parseFloat32(text: string): number {
  const value = Math.fround(parseFloat64(text));
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

const UNITS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** Go's time.ParseDuration, in nanoseconds. */
export function parseDuration(text: string): number {
  const invalid = (): never => {
    throw new ValueError(`time: invalid duration ${quote(text)}`);
  };
  const sign = text.startsWith("-") ? -1 : 1;
  let rest = text.replace(/^[+-]/, "");
  if (rest === "0") return 0;
  if (rest === "") invalid();
  let total = 0;
  while (rest !== "") {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) return invalid();
    rest = rest.slice(number.length);
    const unit = /^[^0-9.]+/.exec(rest)?.[0];
    if (unit === undefined) throw new ValueError(`time: missing unit in duration ${quote(text)}`);
    const factor = UNITS[unit];
    if (factor === undefined) throw new ValueError(`time: unknown unit ${quote(unit)} in duration ${quote(text)}`);
    total += Math.round(Number(number) * factor);
    rest = rest.slice(unit.length);
  }
  if (total > Number.MAX_SAFE_INTEGER * 1024) invalid();
  return sign * total;
}

const SIZES = "kmgtp";
/** What Go makes of a float that no int64 holds, on the common machines. */
const NO_INT64 = -(2 ** 63);

/** A size as go-units until 0.4 takes it. */
const OLD_SIZE = /^(\d+(?:\.\d+)*) ?([kmgtp])?i?b?$/i;

/**
 * go-units' RAMInBytes: a number with an optional suffix (k, m, g, t, p, each with b or ib), 1024-based. With `isOld` as go-units until 0.4 reads
 * it (the command line of 20.10): digits first, and one message for all that is no size. Throws a ValueError.
 */
export function parseBytes(text: string, isOld = false): number {
  if (isOld && !OLD_SIZE.test(text)) throw new ValueError(`invalid size: '${text}'`);
  // The number ends with the last digit, point or blank; whatever it holds before.
  const [, number = "", suffix = ""] = /^(.*[0-9.]|.*(?= )) ?([^0-9. ]*)$/s.exec(text) ?? [];
  if (!/[0-9. ]/.test(text)) throw new ValueError(`invalid size: '${text}'`);
  const size = parseFloat64(number);
  if (size < 0) throw new ValueError(`invalid size: '${text}'`);
  const unit = /^(?:b|([kmgtp])(?:i?b)?)?$/i.exec(suffix);
  if (!unit) throw new ValueError(`invalid suffix: '${Buffer.byteLength(suffix) > 3 ? suffix : suffix.toLowerCase()}'`);
  const bytes = Math.trunc(size * 1024 ** (unit[1] ? SIZES.indexOf(unit[1].toLowerCase()) + 1 : 0));
  return bytes < 2 ** 63 ? bytes : NO_INT64;
}

/** Docker's NanoCPUs: a rational number of CPUs (`1.5`, `1e3`, `1/4`), in billionths; no finer than one. */
export function parseCpus(text: string): number {
  const decimal = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  const fraction = /^([+-]?)(\d+)\/(\d+)$/.exec(text);
  const [sign, whole, part] = [(decimal ?? fraction)?.[1], (decimal ?? fraction)?.[2] ?? "", decimal?.[3] ?? ""];
  if (sign === undefined || whole + part === "" || (fraction && /^0+$/.test(fraction[3] as string)))
    throw new ValueError(`failed to parse ${text} as a rational number`);
  const exponent = 9 + Number(decimal?.[4] ?? 0) - part.length;
  const over = BigInt(whole + part) * (exponent > 0 ? 10n ** BigInt(exponent) : 1n);
  const under = BigInt(fraction?.[3] ?? 1) * (exponent < 0 ? 10n ** BigInt(-exponent) : 1n);
  if (over % under !== 0n) throw new ValueError("value is too precise");
  return Number(over / under) * (sign === "-" ? -1 : 1);
}

/** A float64 as Go's fmt prints it (`%v`, `%g`): in its shortest form, with an exponent below -4 or above 5. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
