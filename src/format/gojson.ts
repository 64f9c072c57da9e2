import type { GoType } from "./gotype.ts";
import { isBytes, jsonName, mapEntries } from "./govalue.ts";

const ESCAPES: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };

/** How to marshal: `escapeHTML` writes <, > and & as escapes; `indent` is put before each level. */
export interface MarshalOptions {
  readonly escapeHTML?: boolean;
  readonly indent?: string;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return false;
}

function isEmptyTyped(type: GoType, value: unknown): boolean {
  if (type.kind === "struct" || type.kind === "time") return false;
  if (type.kind === "ptr") return value === undefined || value === null;
  if (type.kind === "map") return value === undefined || value === null || Object.keys(value).length === 0;
  return isEmpty(value);
}

/** A value of a type as plain JSON in Go's order: struct fields in theirs, map keys sorted, zero values filled in. */
function shape(type: GoType | undefined, value: unknown): unknown {
  switch (type?.kind) {
    case undefined:
      return value ?? null;
    case "any":
      return untyped(value);
    case "string":
      return value ?? "";
    case "bool":
      return value ?? false;
    case "time":
      return value ?? "0001-01-01T00:00:00Z";
    case "ptr":
      return value === undefined || value === null ? null : shape(type.elem, value);
    case "slice":
      if (isBytes(type) && value) return typeof value === "string" ? value : Buffer.from(value as number[]).toString("base64");
      return Array.isArray(value) ? value.map((item) => shape(type.elem, item)) : null;
    case "map":
      return value === undefined || value === null ? null : ordered(mapEntries(value).map(([key, item]) => [key, shape(type.elem, item)]));
    case "struct":
      return ordered(structEntries(type, value));
    case "context":
      return ordered(
        Object.entries(type.methods)
          .filter(([, method]) => method.args === 0)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, method]) => [name, shape(method.returns, method.call(value))]),
      );
    default:
      return value ?? 0;
  }
}

/** Type of JSON that was decoded without one: objects are maps then, whose keys come sorted. */
function untyped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untyped);
  if (!value || typeof value !== "object") return value ?? null;
  const entries = mapEntries(value).filter(([, item]) => item !== undefined);
  return ordered(entries.map(([key, item]) => [key, untyped(item)]));
}

function structEntries(type: Extract<GoType, { kind: "struct" }>, value: unknown): [string, unknown][] {
  const record = (value ?? {}) as Record<string, unknown>;
  return type.fields().flatMap((field): [string, unknown][] => {
    if (field.skip) return [];
    if (field.embedded && field.type.kind === "struct") return structEntries(field.type, record);
    const item = record[jsonName(field)];
    return field.omitEmpty && isEmptyTyped(field.type, item) ? [] : [[jsonName(field), shape(field.type, item)]];
  });
}

/** An object whose keys keep this order even where they look like numbers. */
class Ordered {
  constructor(readonly entries: [string, unknown][]) {}
}

function ordered(entries: [string, unknown][]): Ordered {
  return new Ordered(entries);
}

function write(value: unknown, options: MarshalOptions, level: string): string {
  const next = level + (options.indent ?? "");
  const glue = options.indent === undefined ? "," : `,\n${next}`;
  const wrap = (open: string, close: string, items: string[]): string => {
    if (items.length === 0) return open + close;
    return options.indent === undefined ? open + items.join(glue) + close : `${open}\n${next}${items.join(glue)}\n${level}${close}`;
  };
  if (Array.isArray(value))
    return wrap(
      "[",
      "]",
      value.map((item) => write(item, options, next)),
    );
  if (value && typeof value === "object") {
    const entries = value instanceof Ordered ? value.entries : Object.entries(value).filter(([, item]) => item !== undefined);
    const colon = options.indent === undefined ? ":" : ": ";
    return wrap(
      "{",
      "}",
      entries.map(([key, item]) => text(key, options) + colon + write(item, options, next)),
    );
  }
  if (typeof value === "bigint") return String(value);
  return typeof value === "string" ? text(value, options) : JSON.stringify(value ?? null);
}

function text(value: string, { escapeHTML }: MarshalOptions): string {
  const json = JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
  return escapeHTML ? json.replace(/[<>&]/g, (char) => ESCAPES[char] as string) : json;
}

/** Marshals as Go's encoding/json does. With a type: its fields in their order, omitempty, zero values; without: keys as they are. */
export function marshal(value: unknown, type?: GoType, options: MarshalOptions = {}): string {
  return write(shape(type, value), options, "");
}
