import { DryswarmError, failure } from "../api/index.ts";
import type { GoField, GoType } from "../format/gotype.ts";
import { isBytes } from "../format/govalue.ts";
import { illegalBase64 } from "./base64.ts";

type Place = { readonly root: string; readonly path: readonly string[] };

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int: [-(2n ** 63n), 2n ** 63n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint: [0n, 2n ** 64n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

const goName = (type: GoType): string => {
  if ("name" in type && type.name) return type.name;
  if (type.kind === "slice") return `[]${type.elem.kind === "ptr" ? "*" : ""}${goName(type.elem)}`;
  if (type.kind === "map") return `map[string]${goName(type.elem)}`;
  if (type.kind === "ptr") return goName(type.elem);
  return type.kind === "time" ? "time.Time" : type.kind;
};

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "bigint") return "number";
  return value === null ? "null" : typeof value === "boolean" ? "bool" : typeof value;
}

function mismatch(value: unknown, type: GoType, { root, path }: Place): DryswarmError {
  const numeric = type.kind in INTEGERS && (typeof value === "number" || typeof value === "bigint");
  const what = numeric ? `number ${value}` : jsonKind(value);
  const at = [root.split(".").at(-1), ...path].join(".");
  const into = path.length === 0 ? "Go value" : /^\d+$/.test(path.at(-1) as string) ? at : `Go struct field ${at}`;
  return failure("api-body", { problem: `json: cannot unmarshal ${what} into ${into} of type ${goName(type)}` });
}

/** Bytes as Go reads them: base64, or a list of numbers; written again as base64 without line breaks. */
function decodeBytes(type: GoType, value: unknown, place: Place): string {
  if (Array.isArray(value)) {
    const byte = { kind: "uint8" as const };
    const numbers = value.map((item, at) => Number(decode(byte, item, { root: place.root, path: [...place.path, String(at)] })));
    return Buffer.from(numbers).toString("base64");
  }
  const bad = mismatch(value, type, place);
  if (typeof value !== "string") throw bad;
  checkBytes(value, bad);
  return value.replace(/[\r\n]/g, "");
}

/** Refuses bytes that are no base64, as `mismatch` and the place of the fault. */
function checkBytes(text: string, mismatch: DryswarmError): void {
  const at = illegalBase64(text);
  if (at !== undefined) throw new DryswarmError(mismatch.code, `${mismatch.message}: illegal base64 data at input byte ${at}`, mismatch.http, mismatch.exit);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Zero value of a type as Go marshals it; undefined where nothing of it shows in JSON. */
function zero(type: GoType): unknown {
  if (type.kind === "struct") return decodeStruct(type, {}, { root: "", path: [] });
  if (type.kind === "slice" || type.kind === "map" || type.kind === "ptr" || type.kind === "any") return null;
  if (type.kind === "bool") return false;
  if (type.kind === "time") return "0001-01-01T00:00:00Z";
  return type.kind === "string" ? "" : 0;
}

function isEmpty(value: unknown, type: GoType): boolean {
  if (type.kind === "struct" || type.kind === "time") return false;
  if (type.kind === "ptr") return value === null;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0 || value === false;
}

function decodeField(field: GoField, given: Map<string, unknown>, place: Place): Record<string, unknown> {
  const { type, name, json = name, omitEmpty, embedded, skip } = field;
  if (skip) return {};
  if (embedded && type.kind === "struct") return Object.assign({}, ...type.fields().map((inner) => decodeField(inner, given, place)));
  const raw = given.get(json.toLowerCase());
  const value = raw === undefined ? zero(type) : decode(type, raw, { root: place.root, path: [...place.path, json] });
  return omitEmpty && isEmpty(value, type) ? {} : { [json]: value };
}

function decodeStruct(type: Extract<GoType, { kind: "struct" }>, value: Record<string, unknown>, place: Place): Record<string, unknown> {
  const given = new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
  return Object.assign({}, ...type.fields().map((field) => decodeField(field, given, place)));
}

/**
 * A JSON value as Go would read it into a type and write it again: fields in Go's order, names in any case, unknown ones
 * left out, zero values filled in. Throws api-body with Go's words where a value is of the wrong kind.
 */
export function decode(type: GoType, value: unknown, place: Place = { root: goName(type), path: [] }): unknown {
  if (value === null) return zero(type);
  const bad = (): DryswarmError => mismatch(value, type, place);
  switch (type.kind) {
    case "any":
      return value;
    case "ptr":
      return decode(type.elem, value, place);
    case "string":
    case "time":
      if (typeof value !== "string") throw bad();
      return value;
    case "bool":
      if (typeof value !== "boolean") throw bad();
      return value;
    case "float64":
      if (typeof value !== "number" && typeof value !== "bigint") throw bad();
      return Number(value);
    case "slice":
      if (isBytes(type)) return decodeBytes(type, value, place);
      if (type.oneOrMore && typeof value === "string") return [decode(type.elem, value, place)];
      if (!Array.isArray(value)) throw bad();
      // Nothing in a list of pointers makes an engine's handler fail; here it is an empty one.
      return value.map((item, at) =>
        decode(type.elem, item === null && type.elem.kind === "ptr" ? {} : item, { root: place.root, path: [...place.path, String(at)] }),
      );
    case "map":
      if (!isObject(value)) throw bad();
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(type.elem, item, { root: place.root, path: [...place.path, key] })]));
    case "struct":
      if (!isObject(value)) throw bad();
      return decodeStruct(type, value, place);
    case "context":
      return value;
    default: {
      const [low, high] = INTEGERS[type.kind] as readonly [bigint, bigint];
      if (typeof value !== "bigint" && !(typeof value === "number" && Number.isSafeInteger(value))) throw bad();
      if (value < low || value > high) throw bad();
      return value;
    }
  }
}
