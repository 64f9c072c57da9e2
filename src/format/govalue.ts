import type { GoField, GoType } from "./gotype.ts";

/** A JSON value with the Go type it stands for. An undefined value of a typed kind is the zero value; type undefined is Go's invalid value. */
export interface GoValue {
  readonly type: GoType;
  readonly value: unknown;
}

export const STRING: GoType = { kind: "string" };
export const BOOL: GoType = { kind: "bool" };
export const INT: GoType = { kind: "int" };
export const FLOAT: GoType = { kind: "float64" };
export const ANY: GoType = { kind: "any" };
const ANY_MAP: GoType = { kind: "map", elem: ANY };
const ANY_SLICE: GoType = { kind: "slice", elem: ANY };

/** Gives an untyped JSON value the Go type that encoding/json decodes it to; null stays untyped. */
export function concrete(v: GoValue): GoValue {
  if (v.type.kind !== "any" || v.value === null || v.value === undefined) return v;
  if (Array.isArray(v.value)) return { type: ANY_SLICE, value: v.value };
  switch (typeof v.value) {
    case "string":
      return { type: STRING, value: v.value };
    case "boolean":
      return { type: BOOL, value: v.value };
    case "number":
      return { type: FLOAT, value: v.value };
    default:
      return { type: ANY_MAP, value: v.value };
  }
}

/** Whether a value is an untyped nil: it prints as `<no value>`. */
export function isNil(v: GoValue): boolean {
  return v.type.kind === "any" && (v.value === null || v.value === undefined);
}

/** Value that a pointer points to, however deep; a nil pointer stays what it is. */
export function indirect(v: GoValue): GoValue {
  const { type, value } = concrete(v);
  return type.kind === "ptr" && value !== undefined && value !== null ? indirect({ type: type.elem, value }) : { type, value };
}

/** Name of a type as Go prints it. */
export function typeName(type: GoType): string {
  switch (type.kind) {
    case "struct":
    case "context":
      return type.name;
    case "slice":
      return `[]${typeName(type.elem)}`;
    case "map":
      return `map[string]${typeName(type.elem)}`;
    case "ptr":
      return `*${typeName(type.elem)}`;
    case "time":
      return "time.Time";
    case "any":
      return "interface {}";
    default:
      return type.name ?? type.kind;
  }
}

/** Key of a field in JSON. */
export function jsonName(field: GoField): string {
  return field.json ?? field.name;
}

/** Whether a type is []byte. */
export function isBytes(type: GoType): boolean {
  return type.kind === "slice" && type.elem.kind === "uint" && type.elem.name === "uint8";
}

/** The value of a field: bytes come as base64. */
function fieldValue(type: GoType, value: unknown): unknown {
  return isBytes(type) && typeof value === "string" ? [...Buffer.from(value, "base64")] : value;
}

/** A struct's field by Go name, promoted ones of embedded structs included, with its value in `object`. */
export function fieldOf(type: Extract<GoType, { kind: "struct" }>, object: unknown, name: string): GoValue | undefined {
  const record = (object ?? {}) as Record<string, unknown>;
  for (const field of type.fields())
    if (field.name === name) return { type: field.type, value: field.embedded ? record : fieldValue(field.type, record[jsonName(field)]) };
  for (const field of type.fields()) {
    if (!field.embedded || field.type.kind !== "struct") continue;
    const found = fieldOf(field.type, record, name);
    if (found) return found;
  }
  return undefined;
}

/** Entries of a map in the order of their keys, as Go prints and ranges over them. */
export function mapEntries(value: unknown): [string, unknown][] {
  return Object.entries((value ?? {}) as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
