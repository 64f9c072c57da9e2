import { Document, isMap, isScalar, isSeq, type Node, Scalar } from "yaml";
import { goDuration } from "../values/duration.ts";
import { resolveScalar } from "./scalars.ts";
import { DurationText, type Field, showFields } from "./shapes/kinds.ts";
import { FILE_OBJECT, NETWORK, VOLUME } from "./shapes/sections.ts";
import { SERVICE } from "./shapes/service.ts";
import type { StackConfig } from "./types.ts";
import type { Mapping } from "./yaml.ts";

/** The whole of a stack as `docker stack config` prints it: YAML in the order of docker's types, as yaml.v3 writes it. */
export function printConfig(config: StackConfig): string {
  const named = (values: object, fields: readonly Field[]): Mapping =>
    sorted(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, withExtras(fields, value as Mapping)])));
  const whole: Mapping = { version: config.version, services: named(config.services, SERVICE) };
  for (const [name, fields] of [
    ["networks", NETWORK],
    ["volumes", VOLUME],
    ["secrets", FILE_OBJECT],
    ["configs", FILE_OBJECT],
  ] as const) {
    const shown = named(config[name], fields);
    if (Object.keys(shown).length > 0) whole[name] = shown;
  }
  const document = new Document(plain({ ...whole, ...sorted(config.extras) }));
  style(document.contents as Node | null, false);
  return document.toString({ lineWidth: 0, indent: 2, nullStr: "null", flowCollectionPadding: false });
}

function withExtras(fields: readonly Field[], value: Mapping): Mapping {
  const extras = Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith("x-") && !fields.some((field) => field.key === key)));
  return { ...showFields(fields, value), ...sorted(extras) };
}

/** Keys in yaml.v3's order: letters before others, numbers in them by value. */
function compareKeys(a: string, b: string): number {
  const split = (text: string): string[] => text.match(/\d+|\D/gu) ?? [];
  const [as, bs] = [split(a), split(b)];
  for (let at = 0; at < Math.min(as.length, bs.length); at++) {
    const [x, y] = [as[at] as string, bs[at] as string];
    if (x === y) continue;
    const [xNumber, yNumber] = [/^\d/.test(x), /^\d/.test(y)];
    if (xNumber && yNumber && Number(x) !== Number(y)) return Number(x) - Number(y);
    const [xLetter, yLetter] = [/^\p{L}/u.test(x), /^\p{L}/u.test(y)];
    if (xLetter !== yLetter) return xLetter ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return as.length - bs.length;
}

const sorted = (value: Mapping): Mapping => Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareKeys(a, b)));

/** Maps of free keys are sorted as Go prints maps; those with fields come in order already. */
const FREE = new Set(["environment", "labels", "args", "options", "driver_opts", "sysctls", "networks", "ulimits", "segments"]);

function plain(value: unknown, key = ""): unknown {
  if (value instanceof DurationText) return goDuration(value.ns);
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(FREE.has(key) || key.startsWith("x-") ? sorted(value as Mapping) : value);
  // A Map keeps the order even of keys that look like numbers.
  return new Map(entries.map(([name, item]) => [name, plain(item, key.startsWith("x-") ? key : name)]));
}

const OLD_BOOLS = /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Chooses how each text is quoted, as yaml.v3's encoder and emitter do. */
function style(node: Node | null, isKey: boolean): void {
  if (isMap(node))
    for (const pair of node.items) {
      style(pair.key as Node, true);
      style(pair.value as Node | null, false);
    }
  else if (isSeq(node)) for (const item of node.items) style(item as Node, false);
  else if (isScalar(node) && typeof node.value === "string") node.type = quoting(node.value, isKey);
}

function quoting(text: string, isKey: boolean): Scalar.Type {
  if (/[^\n\t\x20-\x7E\u0085\u00A0-\uFFFD\u{10000}-\u{10FFFF}]|\uFEFF/u.test(text) || text.includes("\t")) return Scalar.QUOTE_DOUBLE;
  if (text.includes("\n")) return isKey || / $|\n | \n/.test(text) ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
  if (typeof resolveScalar(text) !== "string" || resolveScalar(text) !== text || OLD_BOOLS.test(text) || BASE_60.test(text)) return Scalar.QUOTE_DOUBLE;
  const indicator = /^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:]( |$)/.test(text) || /:( |$)| #/.test(text) || /^(---|\.\.\.)/.test(text);
  return indicator || /^ | $/.test(text) ? Scalar.QUOTE_SINGLE : Scalar.PLAIN;
}
