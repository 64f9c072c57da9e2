import { formatFloat } from "../values/go-numbers.ts";
import { goTime } from "./gotime.ts";
import type { GoType } from "./gotype.ts";
import { concrete, fieldOf, type GoValue, isBytes, isNil, mapEntries, STRING, typeName } from "./govalue.ts";
import { calendarName } from "./template/methods.ts";
import { goDuration } from "./units.ts";

/** A pointer inside a value prints as an address; ours is made up, and looks like Go's. */
const ADDRESS = "0xc000012345";

/**
 * How fmt prints: %v, %+v, or the fields of a struct that are not exported, whose methods it does not call: times show their
 * parts, durations are numbers.
 */
type Mode = "value" | "plus" | "raw";

/** Values of an address that is not set. */
const UNSET = new Set<unknown>([undefined, null, "", "<nil>"]);

function plain(v: GoValue, depth: number, mode: Mode): string {
  const { type, value } = concrete(v);
  switch (type.kind) {
    case "any":
      return "<nil>";
    case "string":
      return type.zero !== undefined && UNSET.has(value) ? type.zero : String(value ?? "");
    case "bool":
      return String(value ?? false);
    case "time":
      return mode === "raw" ? timeInNumbers(String(value ?? ZERO_TIME), "<nil>") : goTime(String(value ?? ZERO_TIME));
    case "slice":
      return `[${((value as unknown[] | null) ?? []).map((item) => plain({ type: type.elem, value: item }, depth + 1, mode)).join(" ")}]`;
    case "map":
      return `map[${mapEntries(value)
        .map(([key, item]) => `${key}:${plain({ type: type.elem, value: item }, depth + 1, mode)}`)
        .join(" ")}]`;
    case "ptr":
      return pointer(type, value, depth, mode);
    case "struct":
      return struct(type, value, depth, mode);
    case "context":
      return type.methods.Error ? String(type.methods.Error.call(value)) : `&${contextStruct(type, value)}`;
    default:
      return mode === "raw" ? String(value ?? 0) : number(type, (value ?? 0) as number | bigint);
  }
}

/** The struct of a list row: its header, then its fields. A row with an Error column is an error to fmt, which prints that text. */
function contextStruct(type: Extract<GoType, { kind: "context" }>, value: unknown): string {
  const fields = type.inside?.(value).map((field) => plain(field, 1, "raw")) ?? [ADDRESS];
  return `{${["{<nil>}", ...fields].join(" ")}}`;
}

function number(type: GoType, value: number | bigint): string {
  if ("name" in type && type.name === "time.Duration") return goDuration(Number(value));
  if ("name" in type && type.name === "fs.FileMode") return fileMode(Number(value));
  const name = calendarName(type, Number(value));
  if (name !== undefined) return name;
  return type.kind === "float64" ? formatFloat(Number(value)) : String(value);
}

function fileMode(mode: number): string {
  return `-${"rwxrwxrwx".replace(/./g, (char, at: number) => (mode & (1 << (8 - at)) ? char : "-"))}`;
}

/** Whether fmt prints a value of a type, and a pointer to one, by its String method. */
export function hasStringer(type: GoType): boolean {
  const isNamed = "name" in type && /^time\.(Duration|Month|Weekday)$/.test(type.name ?? "");
  return type.kind === "time" || (type.kind === "struct" && type.stringer !== undefined) || isNamed;
}

function pointer(type: Extract<GoType, { kind: "ptr" }>, value: unknown, depth: number, mode: Mode): string {
  if (value === undefined || value === null) return "<nil>";
  if (mode === "raw") return ADDRESS;
  if (type.elem.kind === "struct" && type.elem.stringer) return type.elem.stringer.string(value as Record<string, unknown>);
  if (hasStringer(type.elem)) return plain({ type: type.elem, value }, depth + 1, mode);
  if (depth > 0) return ADDRESS;
  const composite = ["struct", "slice", "map"].includes(type.elem.kind);
  return composite ? `&${plain({ type: type.elem, value }, depth + 1, mode)}` : ADDRESS;
}

function struct(type: Extract<GoType, { kind: "struct" }>, value: unknown, depth: number, mode: Mode): string {
  if (type.stringer && !type.stringer.onPointer && mode !== "raw") return type.stringer.string((value ?? {}) as Record<string, unknown>);
  const parts = type.fields().map((field) => {
    const item = fieldOf(type, value, field.name) as GoValue;
    const text = plain(item, depth + 1, mode);
    return mode === "plus" ? `${field.name}:${text}` : text;
  });
  return `{${parts.join(" ")}}`;
}

/** A value as fmt's %v prints it. An untyped nil is `<nil>`. */
export function printValue(v: GoValue): string {
  return plain(v, 0, "value");
}

/** A value as a template prints it: a pointer is followed, nothing at all is `<no value>`. */
export function printTemplateValue(v: GoValue): string {
  if (isNil(v)) return "<no value>";
  const { type, value } = concrete(v);
  if (type.kind === "context" && !type.methods.Error) return contextStruct(type, value);
  if (type.kind === "ptr") {
    if (value === undefined || value === null) return "<nil>";
    return hasStringer(type.elem) ? printValue(v) : plain({ type: type.elem, value }, 0, "value");
  }
  return plain({ type, value }, 0, "value");
}

/** A value as reflect prints it in errors: no method is called, a pointer is followed. */
export function printReflected(v: GoValue): string {
  const { type, value } = concrete(v);
  return type.kind === "context" ? contextStruct(type, value) : printTemplateValue(v);
}

/** fmt.Sprint: values side by side, a space between two that are both no strings. */
export function sprint(values: readonly GoValue[]): string {
  let out = "";
  values.forEach((v, at) => {
    const before = values[at - 1];
    if (before && concrete(before).type.kind !== "string" && concrete(v).type.kind !== "string") out += " ";
    out += printValue(v);
  });
  return out;
}

/** fmt.Sprintln: a space between all, a newline at the end. */
export function sprintln(values: readonly GoValue[]): string {
  return `${values.map(printValue).join(" ")}\n`;
}

function pad(text: string, flags: string, width: number | undefined): string {
  if (width === undefined || [...text].length >= width) return text;
  const fill = width - [...text].length;
  if (flags.includes("-")) return text + " ".repeat(fill);
  if (flags.includes("0") && /^[+-]?[0-9]/.test(text)) return text.replace(/^([+-]?)/, `$1${"0".repeat(fill)}`);
  return " ".repeat(fill) + text;
}

function integer(verb: string, value: number | bigint, flags: string): string {
  const big = typeof value === "bigint" ? value : BigInt(Math.trunc(value));
  const magnitude = big < 0n ? -big : big;
  const sign = big < 0n ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  switch (verb) {
    case "x":
      return sign + (flags.includes("#") ? "0x" : "") + magnitude.toString(16);
    case "X":
      return sign + (flags.includes("#") ? "0X" : "") + magnitude.toString(16).toUpperCase();
    case "o":
      return sign + magnitude.toString(8);
    case "b":
      return sign + magnitude.toString(2);
    case "c":
      return big < 0n || big > 0x10ffffn || (big >= 0xd800n && big <= 0xdfffn) ? "\uFFFD" : String.fromCodePoint(Number(big));
    case "U":
      return `U+${magnitude.toString(16).toUpperCase().padStart(4, "0")}`;
    default:
      return sign + magnitude.toString();
  }
}

const isNumber = (type: GoType): boolean => /^u?int|float/.test(type.kind);

function format(verb: string, flags: string, width: number | undefined, precision: number | undefined, v: GoValue): string {
  const padded = (text: string): string => pad(text, flags, width);
  const { type, value } = concrete(v);
  if (verb === "T") return padded(isNil(v) ? "<nil>" : typeName(type));
  if (verb === "v") return padded(flags.includes("#") ? goSyntax({ type, value }) : plain({ type, value }, 0, flags.includes("+") ? "plus" : "value"));
  if (isBytes(type) && "sqxX".includes(verb))
    return format(verb, flags, width, precision, { type: STRING, value: Buffer.from((value as number[] | null) ?? []).toString() });
  const inner = (one: GoValue): string => format(verb, flags, width, precision, one);
  if (type.kind === "slice") return `[${((value as unknown[] | null) ?? []).map((item) => inner({ type: type.elem, value: item })).join(" ")}]`;
  if (type.kind === "map") {
    const items = mapEntries(value).map(([key, item]) => `${inner({ type: STRING, value: key })}:${inner({ type: type.elem, value: item })}`);
    return `map[${items.join(" ")}]`;
  }
  if ((verb === "s" || verb === "q") && (type.kind === "string" || hasStringer(type))) {
    const whole = [...printValue({ type, value })];
    const cut = precision === undefined ? whole.join("") : whole.slice(0, precision).join("");
    return padded(verb === "q" ? JSON.stringify(cut) : cut);
  }
  if (type.kind === "ptr" && !("sq".includes(verb) && hasStringer(type.elem))) return pointerBy(verb, flags, width, precision, type, value);
  if (type.kind === "time" && verb === "d") return timeInNumbers(String(value ?? ZERO_TIME), "0");
  if (type.kind === "struct")
    return `{${type
      .fields()
      .map(({ name }) => inner(fieldOf(type, value, name) as GoValue))
      .join(" ")}}`;
  if ((verb === "x" || verb === "X") && type.kind === "string") {
    const hex = Buffer.from(String(value ?? "")).toString("hex");
    return padded(verb === "X" ? hex.toUpperCase() : hex);
  }
  if (verb === "t" && type.kind === "bool") return padded(String(value ?? false));
  if ("dxXobcU".includes(verb) && isNumber(type) && type.kind !== "float64") return padded(integer(verb, (value ?? 0) as number | bigint, flags));
  if ("feEgG".includes(verb) && type.kind === "float64") return padded(float(verb, Number(value ?? 0), precision));
  // Of a verb that does not fit, the value is padded, and nothing around it.
  return isNil(v) ? `%!${verb}(<nil>)` : `%!${verb}(${typeName(type)}=${padded(printValue({ type, value }))})`;
}

/** A pointer by a verb other than %v: what it points to for structs, lists and maps; else its address, which is a number. */
function pointerBy(
  verb: string,
  flags: string,
  width: number | undefined,
  precision: number | undefined,
  type: Extract<GoType, { kind: "ptr" }>,
  value: unknown,
): string {
  const isNothing = value === undefined || value === null;
  if (!isNothing && ["struct", "slice", "map"].includes(type.elem.kind)) return `&${format(verb, flags, width, precision, { type: type.elem, value })}`;
  if (verb === "p" && isNothing) return pad("0x0", flags, width);
  if ("dxXob".includes(verb)) return pad(integer(verb, isNothing ? 0 : Number(ADDRESS), flags), flags, width);
  return `%!${verb}(${typeName(type)}=${pad(isNothing ? "<nil>" : ADDRESS, flags, width)})`;
}

const ZERO_TIME = "0001-01-01T00:00:00Z";
/** Seconds from the year 1, where Go's times begin, to 1970. */
const SECONDS_TO_1970 = 62_135_596_800;

/** The fields of a time.Time: nanoseconds, seconds since the year 1, no location (`none`). */
function timeInNumbers(time: string, none: "0" | "<nil>"): string {
  const fraction = Number((/\.(\d+)Z$/.exec(time)?.[1] ?? "").padEnd(9, "0"));
  return `{${fraction} ${Math.floor(Date.parse(time.replace(/\.\d+Z$/, "Z")) / 1000) + SECONDS_TO_1970} ${none}}`;
}

function float(verb: string, value: number, precision: number | undefined): string {
  // JavaScript knows 100 digits after the point, and no more follow where it matters.
  const digits = Math.min(precision ?? 6, 100);
  if (verb === "f") return fixed(value, digits) + "0".repeat((precision ?? 6) - digits);
  if (verb === "e" || verb === "E") return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
  return precision === undefined ? formatFloat(value) : String(Number(value.toPrecision(digits || 1)));
}

/** All digits before the point, however many. */
function fixed(value: number, digits: number): string {
  if (Math.abs(value) < 1e21) return value.toFixed(digits);
  return BigInt(value).toString() + (digits > 0 ? `.${"0".repeat(digits)}` : "");
}

/** %#v, as far as templates show it. */
function goSyntax(v: GoValue): string {
  const { type, value } = v;
  if (type.kind === "string") return JSON.stringify(value ?? "");
  if (type.kind === "map") {
    return `${typeName(type)}{${mapEntries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${goSyntax(concrete({ type: type.elem, value: item }))}`)
      .join(", ")}}`;
  }
  if (type.kind === "slice")
    return Array.isArray(value)
      ? `${typeName(type)}{${value.map((item) => goSyntax(concrete({ type: type.elem, value: item }))).join(", ")}}`
      : `${typeName(type)}(nil)`;
  if (type.kind === "struct") {
    const parts = type.fields().map((field) => `${field.name}:${goSyntax(concrete(fieldOf(type, value, field.name) as GoValue))}`);
    return `${type.name}{${parts.join(", ")}}`;
  }
  return printValue(v);
}

/** Widest column and longest precision that fmt takes. */
const MAX_SIZE = 1_000_000;

/** A width or precision: given in digits, or by an argument (`*`). Gives undefined where there is none, NaN for one that fmt refuses. */
function sizeOf(text: string | undefined, take: () => GoValue | undefined): number | undefined {
  if (text !== "*") return text === undefined ? undefined : Number(text || 0);
  const arg = take();
  const size = arg && isNumber(concrete(arg).type) && concrete(arg).type.kind !== "float64" ? Number(arg.value ?? 0) : Number.NaN;
  return Math.abs(size) <= MAX_SIZE ? size : Number.NaN;
}

const VERB = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d*))?([a-zA-Z%!]|$)/gu;

/** fmt.Sprintf with the verbs, flags, widths and precisions of Go, and its words for what does not fit. */
export function sprintf(pattern: string, values: readonly GoValue[]): string {
  let next = 0;
  const take = (): GoValue | undefined => values[next++];
  // What follows a number that is too large is not looked at.
  const tooLarge = [...pattern.matchAll(VERB)].find(([, , width, precision]) => Number(width) > MAX_SIZE || Number(precision) > MAX_SIZE);
  const used = tooLarge ? pattern.slice(0, tooLarge.index) : pattern;
  let out = used.replace(VERB, (_all, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
    const w = sizeOf(width, take);
    const p = sizeOf(precision, take);
    const refused = `${Number.isNaN(w) ? "%!(BADWIDTH)" : ""}${Number.isNaN(p) || (p ?? 0) < 0 ? "%!(BADPREC)" : ""}`;
    if (verb === "") return `${refused}%!(NOVERB)`;
    if (verb === "%") return `${refused}%`;
    const value = take();
    if (!value) return `${refused}%!${verb}(MISSING)`;
    const turned = w !== undefined && w < 0 ? `${flags}-` : flags;
    const size = w === undefined || Number.isNaN(w) ? undefined : Math.abs(w);
    return refused + format(verb, turned, size, p !== undefined && p >= 0 ? p : undefined, value);
  });
  if (tooLarge) out += "%!(NOVERB)";
  if (next >= values.length) return out;
  const extra = values.slice(next).map((v) => (isNil(v) ? "<nil>" : `${typeName(concrete(v).type)}=${printValue(v)}`));
  return `${out}%!(EXTRA ${extra.join(", ")})`;
}
