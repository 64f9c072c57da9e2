import { exactInteger } from "../../values/exact-json.ts";
import { parseBytes, parseDuration } from "../../values/go-numbers.ts";
import { shellWords } from "../../values/shellwords.ts";
import { ValueError } from "../../values/value-error.ts";
import { goText } from "../scalars.ts";
import { isMapping, type Mapping } from "../yaml.ts";
import { bits64, fixedFloat, int64, isNumber } from "./integers.ts";

/** Gathers what cannot be decoded, by the place's name in docker's types. */
export type Refuse = (place: string, problem: string) => void;

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
function goKind(value: unknown): string {
  const type = goType(value);
  return type.startsWith("[]") ? "slice" : type.startsWith("map") ? "map" : type;
}

/** Refuses what is no mapping, as docker's decoder does for a struct. */
export const refuseStruct = (value: unknown, place: string, refuse: Refuse): void =>
  refuse(place, `expected a map or struct, got ${JSON.stringify(goKind(value))}`);

const override = (_base: unknown, over: unknown): unknown => over;
const laterUnlessZero = (base: unknown, over: unknown): unknown => (over === "" || over === 0 || over === false ? base : over);

/** Text; empty text is left out. */
export const text: Kind = {
  load(value, place, refuse) {
    if (value === null || typeof value === "string") return value || undefined;
    refuse(place, `expected type 'string', got unconvertible type '${goType(value)}'`);
    return undefined;
  },
  show: (value) => value || undefined,
  merge: laterUnlessZero,
};

/** A number that is left out when zero. */
export const number: Kind = { load: (value) => value ?? undefined, show: (value) => value || undefined, merge: laterUnlessZero };

/** A whole number of 64 bits that is left out when zero. */
export const integer: Kind = { load: (value) => int64(value) ?? undefined, show: (value) => value || undefined, merge: laterUnlessZero };

/** A whole number that is never negative; `pointer` keeps a zero that is set. One of more bits loses the upper ones. */
export const unsigned = (pointer: boolean, bits: 32 | 64 = 64): Kind => ({
  load(value, place, refuse) {
    if (value === null) return undefined;
    if (!isNumber(value)) return value;
    if (value < 0) {
      const shown = goType(value) === "float64" ? fixedFloat(value as number) : goText(value);
      refuse(place, `cannot parse value as 'uint${bits}': ${shown} overflows uint`);
      return undefined;
    }
    return exactInteger(BigInt.asUintN(bits, bits64(value)));
  },
  show: (value) => (pointer ? value : value || undefined),
  merge: pointer ? override : laterUnlessZero,
});

function boolean(value: unknown, place: string, refuse: Refuse): boolean | undefined {
  if (value === null || typeof value === "boolean") return value ?? undefined;
  refuse(place, `expected type 'bool', got unconvertible type '${goType(value)}'`);
  return undefined;
}

/** A switch that is left out when off. */
export const flag: Kind = {
  load: (value, place, refuse) => boolean(value, place, refuse) || undefined,
  show: (value) => value || undefined,
  merge: laterUnlessZero,
};
/** A switch that is kept when it is set to off. */
export const optionalFlag: Kind = { load: boolean, show: (value) => value, merge: laterUnlessZero };

const nanoseconds = (value: unknown): unknown => (typeof value === "string" ? parseDuration(value) : undefined);
/** A duration in nanoseconds; `pointer` keeps a zero that is set. Printed by `print.ts`, which knows it by its wrapper. */
export const duration = (pointer: boolean): Kind => ({
  load: nanoseconds,
  show: (value) => (pointer || value ? new DurationText(value as number) : undefined),
  merge: laterUnlessZero,
});

/** A duration to print, in nanoseconds. */
export class DurationText {
  constructor(readonly ns: number) {}
}

/** A size in bytes, printed as text. */
export const bytes: Kind = {
  load(value, place, refuse) {
    return guarded(place, refuse, () => (value === null ? undefined : typeof value === "string" ? parseBytes(value) : int64(value)));
  },
  show: (value) => (value ? String(value) : undefined),
  merge: laterUnlessZero,
};

function guarded(place: string, refuse: Refuse, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    refuse(place, error.message);
    return undefined;
  }
}

const someOf = (value: unknown): unknown => ((value as unknown[]).length > 0 ? value : undefined);
const append = (base: unknown, over: unknown): unknown => [...(base as unknown[]), ...(over as unknown[])];

/** A list; `item` reads each of its values. A later file's items are added. */
export const listOf = (item: Kind = text): Kind => ({
  load(value, place, refuse) {
    if (Array.isArray(value)) return value.map((one, at) => item.load(one, `${place}[${at}]`, refuse) ?? "");
    if (value !== null) refuse(place, `source data must be an array or slice, got ${goKind(value)}`);
    return undefined;
  },
  show: (value) => someOf((value as unknown[]).map((one) => item.show(one) ?? "")),
  merge: append,
});

/** A text or a list of texts. */
export const textOrList: Kind = {
  load: (value) => (typeof value === "string" ? [value] : Array.isArray(value) ? value.map(goText) : undefined),
  show: someOf,
  merge: append,
};

/** A command line: a text is split into words as a shell does; a later file's replaces it. */
export const command: Kind = {
  load: (value, place, refuse) => guarded(place, refuse, () => (typeof value === "string" ? shellWords(value) : (value ?? undefined))),
  show: someOf,
  merge: (base, over) => ((over as unknown[]).length > 0 ? over : base),
};

/** The test of a health check: a text is a shell's command. */
export const healthTest: Kind = { load: (value) => (typeof value === "string" ? ["CMD-SHELL", value] : (value ?? undefined)), show: someOf, merge: append };

const someKeys = (value: unknown): unknown => (Object.keys(value as Mapping).length > 0 ? value : undefined);

function pairs(value: unknown, empty: "" | null): Record<string, string | null> {
  if (Array.isArray(value))
    return Object.fromEntries(
      value.map(goText).map((one) => {
        const at = one.indexOf("=");
        return at < 0 ? [one, empty] : [one.slice(0, at), one.slice(at + 1)];
      }),
    );
  return Object.fromEntries(Object.entries(value as Mapping).map(([key, item]) => [key, item === null ? empty : goText(item)]));
}

/** Labels and options: a mapping of texts, or a list of `key=value`. A later file's keys win. */
export const textMap: Kind = {
  load: (value) => (value === null ? undefined : pairs(value, "")),
  show: someKeys,
  merge: (base, over) => ({ ...(base as Mapping), ...(over as Mapping) }),
};

/** Options of a driver: a mapping of texts. A later file's keys win. */
export const optionMap: Kind = {
  ...textMap,
  load(value, place, refuse) {
    if (value === null || isMapping(value)) return textMap.load(value, place, refuse);
    refuse(place, `invalid type ${goType(value)} for map[string]string`);
    return undefined;
  },
};

/** Variables: as labels, but a name alone is null; a later file's empty value changes nothing. */
export const environment: Kind = {
  load: (value) => (value === null ? undefined : pairs(value, null)),
  show: someKeys,
  merge(base, over) {
    const merged = new Map(Object.entries(base as Record<string, string | null>));
    for (const [key, value] of Object.entries(over as Record<string, string | null>))
      if (value || !merged.has(key) || (value !== null && merged.get(key) === null)) merged.set(key, value);
    return Object.fromEntries(merged);
  },
};

/** Hosts as `name:address` texts, brackets around an address taken off. */
export const hosts: Kind = {
  load(value) {
    if (value === null) return undefined;
    const texts = Array.isArray(value)
      ? value.map(goText).flatMap((one) => {
          const at = one.includes("=") ? one.indexOf("=") : one.indexOf(":");
          return at < 0 ? [] : [`${one.slice(0, at)}:${one.slice(at + 1)}`];
        })
      : Object.entries(value as Mapping)
          .filter(([, address]) => address !== null)
          .map(([name, address]) => `${name}:${goText(address)}`)
          .sort();
    return texts.map((one) => one.replace(/^([^:]*):\[(.+)\]$/, "$1:$2"));
  },
  show: someOf,
  merge: append,
};

/** Reads the fields of a mapping; keys that docker's types lack are dropped. */
export function loadFields(fields: readonly Field[], value: Mapping, place: string, refuse: Refuse): Mapping {
  const loaded: Mapping = {};
  for (const { key, kind, go } of fields) {
    if (!(key in value)) continue;
    const item = kind.load(value[key], place === "" ? go : `${place}.${go}`, refuse);
    if (item !== undefined) loaded[key] = item;
  }
  return loaded;
}

/** Fields as they are printed, in docker's order; those that are empty are left out. */
export function showFields(fields: readonly Field[], value: Mapping): Mapping {
  const shown: Mapping = {};
  for (const { key, kind } of fields) {
    const item = value[key] === undefined ? undefined : kind.show(value[key]);
    if (item !== undefined) shown[key] = item;
  }
  return shown;
}

/** Fields of two files, each merged as its kind says. */
export function mergeFields(fields: readonly Field[], base: Mapping, over: Mapping): Mapping {
  const merged: Mapping = { ...base };
  for (const { key, kind } of fields) {
    const later = over[key] ?? (base[key] === undefined ? undefined : kind.missing);
    if (later !== undefined) merged[key] = base[key] === undefined ? later : kind.merge(base[key], later);
  }
  return merged;
}

/** A mapping with fields of its own; `pointer` keeps one that is set and empty. A text stands for the field `short`. */
export const struct = (fields: readonly Field[], options: { pointer?: boolean; short?: string } = {}): Kind => ({
  load(value, place, refuse) {
    if (typeof value === "string" && options.short) return { [options.short]: value };
    if (isMapping(value)) return loadFields(fields, value, place, refuse);
    if (value !== null) refuseStruct(value, place, refuse);
    return undefined;
  },
  show: (value) => (options.pointer ? showFields(fields, value as Mapping) : someKeys(showFields(fields, value as Mapping))),
  merge: (base, over) => mergeFields(fields, base as Mapping, over as Mapping),
});

/** A mapping of named things. */
export const mapOf = (item: Kind, merge: Kind["merge"]): Kind => ({
  load: (value, place, refuse) =>
    isMapping(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, one === null ? null : (item.load(one, `${place}[${key}]`, refuse) ?? null)]))
      : undefined,
  show: (value) => someKeys(Object.fromEntries(Object.entries(value as Mapping).map(([key, one]) => [key, one === null ? null : item.show(one)]))),
  merge,
});

/** A list whose items a later file's replace by a key of theirs, sorted by it. */
export const keyedList = (fields: readonly Field[], key: string, load: Kind["load"]): Kind => ({
  load,
  missing: [],
  show: (value) => someOf((value as Mapping[]).map((one) => showFields(fields, one))),
  merge(base, over) {
    const byKey = new Map([...(base as Mapping[]), ...(over as Mapping[])].map((one) => [one[key] ?? (key === "published" ? 0 : ""), one]));
    return [...byKey.entries()].sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)).map(([, one]) => one);
  },
});
