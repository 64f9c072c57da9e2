import type { Filters } from "../../api/index.ts";
import { parseBool, parseBytes, parseCpus, parseDuration, parseFloat32, parseInteger, parseUnsigned } from "../../values/go-numbers.ts";
import { own, put } from "../../values/own.ts";
import { shellWords } from "../../values/shellwords.ts";
import { type FlagValue, FlagValueError } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { readCsv } from "./csv.ts";

/** Makes fresh flag values. */
export type ValueFactory<T = unknown> = () => FlagValue<T>;

/** A value that the last occurrence of its flag sets. */
export function single<T>(typeName: string, parse: (text: string) => T, initial: T, defaultText: string, more: { isBool?: boolean } = {}): ValueFactory<T> {
  return () => {
    let value = initial;
    return {
      typeName,
      defaultText,
      ...more,
      set: (text) => {
        value = parse(text);
      },
      get: () => value,
    };
  };
}

/** A value that every occurrence of its flag adds to. */
export function gathered<T>(typeName: string, add: (all: T[], text: string) => void, defaultText = ""): ValueFactory<T[]> {
  return () => {
    const all: T[] = [];
    return { typeName, defaultText, set: (text) => add(all, text), get: () => all };
  };
}

const shown = (value: number): string => (value === 0 ? "" : String(value));

/** Any text. */
export const string = (initial = ""): ValueFactory<string> => single("string", (text) => text, initial, initial === "" ? "" : JSON.stringify(initial));
/** A switch. */
export const bool = (initial = false): ValueFactory<boolean> => single("bool", parseBool, initial, initial ? "true" : "", { isBool: true });
export const int = (initial = 0): ValueFactory<number> => single("int", (text) => parseInteger(text, 64), initial, shown(initial));
export const int64 = (initial = 0): ValueFactory<number> => single("int", (text) => parseInteger(text, 64), initial, shown(initial));
export const uint = (initial = 0): ValueFactory<number> => single("uint", (text) => parseUnsigned(text, 64), initial, shown(initial));
export const uint32 = (initial = 0): ValueFactory<number> => single("uint32", (text) => parseUnsigned(text, 32), initial, shown(initial));
export const uint64 = (initial = 0): ValueFactory<number> => single("uint", (text) => parseUnsigned(text, 64), initial, shown(initial));
export const float = (initial = 0): ValueFactory<number> => single("float", parseFloat32, initial, shown(initial));

/** Nanoseconds as Go prints a duration in a default: whole hours, minutes, seconds. */
function durationText(ns: number): string {
  const seconds = ns / 1e9;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
  return seconds >= 60 ? `${Math.floor(seconds / 60)}m${seconds % 60}s` : `${seconds}s`;
}

/** A duration in nanoseconds. */
export const duration = (initial = 0): ValueFactory<number> => single("duration", parseDuration, initial, initial === 0 ? "" : durationText(initial));
/** A duration that must not be negative, in nanoseconds. */
export const positiveDuration = (initial = 0): ValueFactory<number> =>
  single(
    "duration",
    (text) => {
      const value = parseDuration(text);
      if (value < 0) throw new FlagValueError("duration cannot be negative");
      return value;
    },
    initial,
    "",
  );

/** Comma-separated texts, over all occurrences of the flag. */
export const strings = (): ValueFactory<string[]> => gathered("strings", (all, text) => text !== "" && all.push(...readCsv(text)));
/** One text an occurrence; `validate` may refuse or change it, as the command line of a version does. */
export const listOf =
  (validate: (text: string, profile: CliProfile) => string) =>
  (profile: CliProfile): FlagValue<string[]> =>
    list((text) => validate(text, profile))();
/** One text an occurrence; `validate` may refuse or change it. */
export const list = (validate: (text: string) => string = (text) => text): ValueFactory<string[]> => gathered("list", (all, text) => all.push(validate(text)));

/** `key=value` an occurrence; a key alone has the value "", the last one wins. */
export const map =
  (validate: (text: string) => string = (text) => text): ValueFactory<Record<string, string>> =>
  () => {
    const all: Record<string, string> = {};
    return {
      typeName: "map",
      defaultText: "map[]",
      set: (text) => {
        const checked = validate(text);
        const at = checked.indexOf("=");
        put(all, at < 0 ? checked : checked.slice(0, at), at < 0 ? "" : checked.slice(at + 1));
      },
      get: () => all,
    };
  };

/** `key=value` filters: keys in lower case, both trimmed. */
export const filter = (): ValueFactory<Filters> => () => {
  const all: Filters = {};
  return {
    typeName: "filter",
    defaultText: "",
    set: (text) => {
      if (text === "") return;
      const at = text.indexOf("=");
      if (at < 0) throw new FlagValueError("bad format of filter (expected name=value)");
      const key = text.slice(0, at).toLowerCase().trim();
      const value = text.slice(at + 1).trim();
      put(all, key, [...(own(all, key) ?? []).filter((one) => one !== value), value]);
    },
    get: () => all,
  };
};

/** A size in bytes. */
export const bytes =
  () =>
  (profile: CliProfile): FlagValue<number> =>
    single("bytes", (text) => parseBytes(text, profile.oldSizes), 0, "")();
/** CPUs, in billionths. */
export const decimal = (): ValueFactory<number> => single("decimal", parseCpus, 0, "");
/** A command line, split into words as a shell does. */
export const command = (): ValueFactory<string[]> => single("command", shellWords, [], "");

/** Refuses a label whose key is empty or holds white space. */
export function validateLabel(text: string): string {
  const key = (text.split("=")[0] as string).trimStart();
  if (key === "") throw new FlagValueError(`invalid label '${text}': empty name`);
  if (/\s/.test(key)) throw new FlagValueError(`label '${key}' contains whitespaces`);
  return text;
}

/** `key=value` texts as a map: a key alone has the value "". */
export function toMap(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
