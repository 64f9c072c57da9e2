import { goDuration } from "../values/duration.ts";
import type { Dialect } from "./dialect.ts";
import { emitYAML } from "./emit.ts";
import type { Field } from "./shapes/kind.ts";
import { DurationText, showFields } from "./shapes/kinds.ts";
import { FILE_OBJECT, NETWORK, VOLUME } from "./shapes/sections.ts";
import { SERVICE } from "./shapes/service.ts";
import type { StackConfig } from "./types.ts";
import type { Mapping } from "./yaml.ts";

/** The whole of a stack as `docker stack config` prints it: YAML in the order of docker's types, as yaml.v3 writes it. */
export function printConfig(config: StackConfig, { flatLists = false }: Partial<Pick<Dialect, "flatLists">> = {}): string {
  const named = (values: object, fields: readonly Field[]): Map<string, unknown> =>
    new Map(sorted(values as Mapping).map(([name, value]) => [name, withExtras(fields, value as Mapping)]));
  const whole = new Map<string, unknown>([
    ["version", config.version],
    ["services", named(config.services, SERVICE)],
  ]);
  for (const [name, fields] of [
    ["networks", NETWORK],
    ["volumes", VOLUME],
    ["secrets", FILE_OBJECT],
    ["configs", FILE_OBJECT],
  ] as const) {
    const shown = named(config[name], fields);
    if (shown.size > 0) whole.set(name, shown);
  }
  for (const [name, value] of sorted(config.extras)) whole.set(name, value);
  return emitYAML(plain(whole) as ReadonlyMap<string, unknown>, { flat: flatLists });
}

function withExtras(fields: readonly Field[], value: Mapping): Map<string, unknown> {
  const extras = Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith("x-") && !fields.some((field) => field.key === key)));
  return new Map([...Object.entries(showFields(fields, value)), ...sorted(extras)]);
}

const isDigit = (char: string | undefined): boolean => char !== undefined && /^\p{Nd}$/u.test(char);
const isLetter = (char: string): boolean => /^\p{L}$/u.test(char);

/** The number that begins at `at`, and where it ends; 0 where none does. Digits beyond ASCII count by their distance from "0". */
function numberAt(chars: readonly string[], at: number, start: bigint): [bigint, number] {
  let [value, end] = [start, at];
  for (; isDigit(chars[end]); end++) value = BigInt.asIntN(64, value * 10n + BigInt((chars[end] as string).codePointAt(0) as number) - 48n);
  return [value, end];
}

/** Whether a digit other than 0 stands among the digits right before a place: a 0 there belongs to a number that goes on. */
function isInNumber(chars: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && isDigit(chars[before]); before--) if (chars[before] !== "0") return true;
  return false;
}

/** Keys in go-yaml's order: numbers in them by value, letters after other signs, but before them where a number has just ended. */
export function compareKeys(a: string, b: string): number {
  const [as, bs] = [[...a], [...b]];
  let afterDigit = false;
  for (let at = 0; at < Math.min(as.length, bs.length); at++) {
    const [x, y] = [as[at] as string, bs[at] as string];
    if (x === y) {
      afterDigit = isDigit(x);
      continue;
    }
    const byCode = (x.codePointAt(0) as number) - (y.codePointAt(0) as number);
    const [xLetter, yLetter] = [isLetter(x), isLetter(y)];
    if (xLetter && yLetter) return byCode;
    if (xLetter || yLetter) return xLetter === afterDigit ? -1 : 1;
    const start = (x === "0" || y === "0") && isInNumber(as, at) ? 1n : 0n;
    const [[xNumber, xEnd], [yNumber, yEnd]] = [numberAt(as, at, start), numberAt(bs, at, start)];
    if (xNumber !== yNumber) return xNumber < yNumber ? -1 : 1;
    return xEnd - yEnd || byCode;
  }
  return as.length - bs.length;
}

const sorted = (value: Mapping): [string, unknown][] => Object.entries(value).sort(([a], [b]) => compareKeys(a, b));

/** Maps of free keys are sorted as Go prints maps; those with fields come in order already. */
const FREE = new Set(["environment", "labels", "args", "options", "driver_opts", "sysctls", "networks", "ulimits", "segments"]);

/** A tree for the emitter. Maps have their order; it is kept even of keys that look like numbers. */
function plain(value: unknown, key = ""): unknown {
  if (value instanceof DurationText) return goDuration(value.ns);
  if (Array.isArray(value)) return value.map((item) => plain(item, key.startsWith("x-") ? key : ""));
  if (typeof value !== "object" || value === null) return value;
  const own = value instanceof Map ? [...value] : Object.entries(value);
  const entries = value instanceof Map || !(FREE.has(key) || key.startsWith("x-")) ? own : sorted(value as Mapping);
  return new Map(entries.map(([name, item]) => [name, plain(item, key.startsWith("x-") ? key : name)]));
}
