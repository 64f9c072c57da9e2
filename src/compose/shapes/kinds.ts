import { parseBytes, parseDuration } from "../../values/go-numbers.ts";
import { shellWords } from "../../values/shellwords.ts";
import { ValueError } from "../../values/value-error.ts";
import { goText } from "../scalars.ts";
import { isMapping, type Mapping } from "../yaml.ts";
import { type Field, goKind, goType, type Kind, laterUnlessZero, type Refuse, refuseStruct } from "./kind.ts";
import { int64 } from "./numbers.ts";

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
    return guarded(place, refuse, () => (value === null ? undefined : typeof value === "string" ? parseBytes(value, refuse.oldSizes) : int64(value)));
  },
  show: (value) => (value ? String(value) : undefined),
  merge: laterUnlessZero,
};

/** What is read; undefined, and refused, where it throws a ValueError. */
export function guarded<T>(place: string, refuse: Refuse, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    refuse(place, { read: error.message });
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
