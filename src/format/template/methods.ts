import { goDuration } from "../../values/duration.ts";
import { goTime } from "../gotime.ts";
import type { GoMethod, GoType } from "../gotype.ts";
import { BOOL, FLOAT, INT, STRING } from "../govalue.ts";

/** Methods of Go's own types that a template may call, besides those of list rows: the more used ones of time.Time and time.Duration. */

/** A method with the types of its arguments. */
export interface TypedMethod extends GoMethod {
  readonly params: readonly GoType[];
}

const TIME: GoType = { kind: "time" };
const DURATION: GoType = { kind: "int64", name: "time.Duration" };
const INT64: GoType = { kind: "int64" };
const named = (name: string): GoType => ({ kind: "int", name });

const method = (returns: GoType, call: TypedMethod["call"], ...params: GoType[]): TypedMethod => ({ args: params.length, params, returns, call });

const ZERO = "0001-01-01T00:00:00Z";
const dateOf = (time: unknown): Date => new Date(String(time ?? ZERO).replace(/\.\d+Z$/, "Z"));
const fractionOf = (time: unknown): string => (/\.(\d+)Z$/.exec(String(time ?? ZERO))?.[1] ?? "").padEnd(9, "0");
const nanoseconds = (time: unknown): bigint => BigInt(dateOf(time).getTime()) * 1_000_000n + BigInt(fractionOf(time));

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const TOKENS = /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|_?2006|__2|_?2|3|4|5|PM|pm|[-Z]07(?::00:00|0000|:00|00)?|[.,](?:0+|9+)(?!\d)/g;

/** A time of the API (RFC 3339, UTC) by a layout of Go's ("2006-01-02 15:04:05"). */
export function formatLayout(time: unknown, layout: string): string {
  const date = dateOf(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  const hour12 = date.getUTCHours() % 12 || 12;
  const yearDay = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  const [year, month, day] = [String(date.getUTCFullYear()).padStart(4, "0"), date.getUTCMonth(), date.getUTCDate()];
  const values: Record<string, () => string> = {
    January: () => MONTHS[month] as string,
    Jan: () => (MONTHS[month] as string).slice(0, 3),
    Monday: () => DAYS[date.getUTCDay()] as string,
    Mon: () => (DAYS[date.getUTCDay()] as string).slice(0, 3),
    MST: () => "UTC",
    "002": () => String(yearDay).padStart(3, "0"),
    "01": () => two(month + 1),
    "02": () => two(day),
    "03": () => two(hour12),
    "04": () => two(date.getUTCMinutes()),
    "05": () => two(date.getUTCSeconds()),
    "06": () => year.slice(-2),
    "15": () => two(date.getUTCHours()),
    "1": () => String(month + 1),
    "2006": () => year,
    _2006: () => `_${year}`,
    __2: () => String(yearDay).padStart(3, " "),
    _2: () => String(day).padStart(2, " "),
    "2": () => String(day),
    "3": () => String(hour12),
    "4": () => String(date.getUTCMinutes()),
    "5": () => String(date.getUTCSeconds()),
    PM: () => (date.getUTCHours() >= 12 ? "PM" : "AM"),
    pm: () => (date.getUTCHours() >= 12 ? "pm" : "am"),
  };
  return layout.replace(TOKENS, (token) => {
    const value = values[token];
    if (value) return value();
    if (token.startsWith("Z")) return "Z";
    if (token.startsWith("-")) return `+${token.slice(1).replace("7", "0")}`;
    const digits = fractionOf(time)
      .slice(0, token.length - 1)
      .padEnd(token.length - 1, "0");
    if (token[1] === "0") return `${token[0]}${digits}`;
    const short = digits.replace(/0+$/, "");
    return short === "" ? "" : `${token[0]}${short}`;
  });
}

const TIMES: Readonly<Record<string, TypedMethod>> = {
  String: method(STRING, (time) => goTime(String(time ?? ZERO))),
  Format: method(STRING, (time, layout) => formatLayout(time, String(layout)), STRING),
  Unix: method(INT64, (time) => Math.floor(dateOf(time).getTime() / 1000)),
  UnixMilli: method(INT64, (time) => Number(nanoseconds(time) / 1_000_000n)),
  UnixNano: method(INT64, (time) => Number(nanoseconds(time))),
  Year: method(INT, (time) => dateOf(time).getUTCFullYear()),
  Month: method(named("time.Month"), (time) => dateOf(time).getUTCMonth() + 1),
  Day: method(INT, (time) => dateOf(time).getUTCDate()),
  Hour: method(INT, (time) => dateOf(time).getUTCHours()),
  Minute: method(INT, (time) => dateOf(time).getUTCMinutes()),
  Second: method(INT, (time) => dateOf(time).getUTCSeconds()),
  Nanosecond: method(INT, (time) => Number(fractionOf(time))),
  Weekday: method(named("time.Weekday"), (time) => dateOf(time).getUTCDay()),
  IsZero: method(BOOL, (time) => String(time ?? ZERO) === ZERO),
  UTC: method(TIME, (time) => time),
  Sub: method(DURATION, (time, other) => Number(nanoseconds(time) - nanoseconds(other)), TIME),
  Before: method(BOOL, (time, other) => nanoseconds(time) < nanoseconds(other), TIME),
  After: method(BOOL, (time, other) => nanoseconds(time) > nanoseconds(other), TIME),
  Equal: method(BOOL, (time, other) => nanoseconds(time) === nanoseconds(other), TIME),
};

const ns = (duration: unknown): number => Number(duration ?? 0);
const DURATIONS: Readonly<Record<string, TypedMethod>> = {
  String: method(STRING, (duration) => goDuration(ns(duration))),
  Nanoseconds: method(INT64, ns),
  Microseconds: method(INT64, (duration) => Math.trunc(ns(duration) / 1e3)),
  Milliseconds: method(INT64, (duration) => Math.trunc(ns(duration) / 1e6)),
  Seconds: method(FLOAT, (duration) => ns(duration) / 1e9),
  Minutes: method(FLOAT, (duration) => ns(duration) / 6e10),
  Hours: method(FLOAT, (duration) => ns(duration) / 3.6e12),
};

/** A month or weekday by its name, as fmt prints it; undefined for another type. */
export function calendarName(type: GoType, value: number): string | undefined {
  if (!("name" in type)) return undefined;
  if (type.name === "time.Month") return MONTHS[value - 1];
  return type.name === "time.Weekday" ? DAYS[value] : undefined;
}

/** The method of a type by its name; undefined where the type has none, or none that is known here. */
export function methodOf(type: GoType, name: string): TypedMethod | undefined {
  if (type.kind === "struct" && type.stringer && name === "String") {
    const { stringer } = type;
    return method(STRING, (value) => stringer.string((value ?? {}) as Record<string, unknown>));
  }
  const methods = type.kind === "time" ? TIMES : "name" in type && type.name === "time.Duration" ? DURATIONS : undefined;
  return methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
}
