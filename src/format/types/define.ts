import type { GoField, GoStringer, GoType } from "../gotype.ts";

export const text: GoType = { kind: "string" };
export const flag: GoType = { kind: "bool" };
export const int: GoType = { kind: "int" };
export const int64: GoType = { kind: "int64" };
export const uint32: GoType = { kind: "uint32" };
export const uint64: GoType = { kind: "uint64" };
export const float: GoType = { kind: "float64" };
export const time: GoType = { kind: "time" };
export const any: GoType = { kind: "any" };
export const duration: GoType = { kind: "int64", name: "time.Duration" };
/** A named string type. */
export const word = (name: string): GoType => ({ kind: "string", name });
export const slice = (elem: GoType): GoType => ({ kind: "slice", elem });
export const map = (elem: GoType): GoType => ({ kind: "map", elem });
export const ptr = (elem: GoType): GoType => ({ kind: "ptr", elem });
export const texts = slice(text);
/** []byte: base64 in JSON, numbers where a template prints it. */
export const bytes = slice({ kind: "uint", name: "uint8" });
export const labels = map(text);

/** A field: `Name` (the JSON name is the same), `Name?` (omitempty), `Name=json`, `*Name` (embedded). */
export type FieldTuple = readonly [string, GoType];

function field([spec, type]: FieldTuple): GoField {
  const embedded = spec.startsWith("*");
  const [names = "", json] = spec.replace(/^\*/, "").split("=");
  const omitEmpty = spec.endsWith("?");
  const name = names.replace(/\?$/, "");
  return { name, type, ...(json && { json: json.replace(/\?$/, "") }), ...(omitEmpty && { omitEmpty }), ...(embedded && { embedded }) };
}

/** The same struct with a String method. */
export const printedBy = (type: ReturnType<typeof struct>, stringer: GoStringer): ReturnType<typeof struct> => ({ ...type, stringer });

/** A Go struct from its fields, in Go's order. */
export function struct(name: string, ...fields: readonly FieldTuple[]): Extract<GoType, { kind: "struct" }> {
  const made = fields.map(field);
  return { kind: "struct", name, fields: () => made };
}
