import { DryswarmError, failure } from "../api/index.ts";
import type { GoField, GoType } from "../format/gotype.ts";
import { illegalBase64 } from "./base64.ts";

type Place = { readonly root: string; readonly path: readonly string[] };

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int: [-(2n ** 63n), 2n ** 63n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint: [0n, 2n ** 64n - 1n],
  uint16: [0n, 65_535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

const goName = (type: GoType): string => {
  if ("name" in type && type.name) return type.name;
  if (type.kind === "slice") return `[]${goName(type.elem)}`;
  if (type.kind === "map") return `map[string]${goName(type.elem)}`;
  if (type.kind === "ptr") return goName(type.elem);
  return type.kind === "time" ? "time.Time" : type.kind;
};

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value === "boolean" ? "bool" : typeof value;
}

function mismatch(value: unknown, type: GoType, { root, path }: Place): DryswarmError {
  const numeric = type.kind in INTEGERS && typeof value === "number";
  const what = numeric ? `number ${value}` : jsonKind(value);
  const into = path.length > 0 ? `Go struct field ${[root.split(".").at(-1), ...path].join(".")} of type ` : "Go value of type ";
  return failure("api-body", { problem: `json: cannot unmarshal ${what} into ${into}${goName(type)}` });
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
      if (goName(type) === "[]uint8") checkBytes(value, bad());
      return value;
    case "bool":
      if (typeof value !== "boolean") throw bad();
      return value;
    case "float64":
      if (typeof value !== "number") throw bad();
      return value;
    case "slice":
      if (!Array.isArray(value)) throw bad();
      return value.map((item, at) => decode(type.elem, item, { root: place.root, path: [...place.path, String(at)] }));
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
      if (typeof value !== "number" || !Number.isInteger(value) || BigInt(value) < low || BigInt(value) > high) throw bad();
      return value;
    }
  }
}
