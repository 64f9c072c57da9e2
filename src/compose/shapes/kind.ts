import type { PortWords } from "../../values/ports.ts";

/** Why a value cannot be decoded: it is of the wrong type, in words; the reader of its kind refuses it; or it is a number that does not fit into bits. */
export type Refusal = string | { readonly read: string } | { readonly overflow: string; readonly bits: number };

/** Gathers what cannot be decoded, by the place's name in docker's types; and says how the version reads ports and sizes. */
export interface Refuse {
  (place: string, why: Refusal): void;
  readonly portWords?: PortWords;
  readonly oldSizes?: boolean;
}

/**
 * How one kind of value of a stack file is read, printed and merged. A value that is not set is undefined throughout; a
 * pointer of docker's that is nil in a set place is null.
 */
export interface Kind {
  load(value: unknown, place: string, refuse: Refuse): unknown;
  /** The value as `stack config` prints it; undefined where docker leaves it out. */
  show(value: unknown): unknown;
  /** The value when a later file (`over`) sets the same place. Neither is undefined. */
  merge(base: unknown, over: unknown): unknown;
  /** What `merge` takes for a place that the later file leaves out; none given, the earlier value stays as it is. */
  readonly missing?: unknown;
}

/** A key of a mapping: its name in a file, its kind, its name in docker's types. */
export interface Field {
  readonly key: string;
  readonly kind: Kind;
  readonly go: string;
}

const MOST_INT64 = 2n ** 63n - 1n;

/** Go's words for the type of a decoded value: whole numbers are int up to 63 bits, uint64 up to 64, float64 beyond. */
export function goType(value: unknown): string {
  if (typeof value === "bigint") return value > MOST_INT64 ? "uint64" : "int";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "int" : "float64";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "[]interface {}" : typeof value === "string" ? "string" : "map[string]interface {}";
}

/** Go's words for the kind of a value that is no mapping. */
export function goKind(value: unknown): string {
  const type = goType(value);
  return type.startsWith("[]") ? "slice" : type.startsWith("map") ? "map" : type;
}

/** Refuses what is no mapping, as docker's decoder does for a struct. */
export const refuseStruct = (value: unknown, place: string, refuse: Refuse): void =>
  refuse(place, `expected a map or struct, got ${JSON.stringify(goKind(value))}`);

/** The later file's value. */
export const override = (_base: unknown, over: unknown): unknown => over;
/** The later file's value, unless it is Go's zero value. */
export const laterUnlessZero = (base: unknown, over: unknown): unknown => (over === "" || over === 0 || over === false ? base : over);
