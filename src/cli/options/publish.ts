import type { PortConfig } from "../../api/index.ts";
import { type PortWords, PROTOCOLS, parsePortSpec } from "../../values/ports.ts";
import { type FlagValue, FlagValueError } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { readCsv } from "./csv.ts";
import { gathered } from "./values.ts";

const LONG = /\w+=\w+/;

/** A port as Go's strconv reads it, in the words of a version. */
function integer(value: string, what: string, words: PortWords): number {
  const problem = /^\d+$/.test(value) ? (Number(value) > 65_535 ? "value out of range" : undefined) : "invalid syntax";
  if (problem && words === "old") throw new FlagValueError(`strconv.ParseUint: parsing ${JSON.stringify(value)}: ${problem}`);
  if (problem) throw new FlagValueError(`invalid ${what} port (${value}): value must be an integer: ${problem}`);
  return Number(value);
}

/** Refusals of the long form, in the words of a version. */
const REFUSALS: Readonly<Record<PortWords, Readonly<Record<"field" | "key" | "protocol" | "mode" | "target", (text: string) => string>>>> = {
  new: {
    field: (text) => `invalid field: ${text}`,
    key: (text) => `invalid field key: ${text}`,
    protocol: (text) => `invalid protocol value '${text}'`,
    mode: (text) => `invalid publish mode value (${text}): must be either 'ingress' or 'host'`,
    target: () => "missing mandatory field 'target'",
  },
  old: {
    field: (text) => `invalid field ${text}`,
    key: (text) => `invalid field key ${text}`,
    protocol: (text) => `invalid protocol value ${text}`,
    mode: (text) => `invalid publish mode value ${text}`,
    target: () => 'missing mandatory field "target"',
  },
};

function long(text: string, words: PortWords): PortConfig {
  const refuse = (what: keyof (typeof REFUSALS)["new"], value: string): FlagValueError => new FlagValueError(REFUSALS[words][what](value));
  let target = 0;
  let published: number | undefined;
  let protocol = "tcp";
  let mode = "ingress";
  for (const field of readCsv(text)) {
    const at = field.indexOf("=");
    if (at <= 0) throw refuse("field", field);
    const key = field.slice(0, at).toLowerCase();
    const value = field.slice(at + 1).toLowerCase();
    if (key === "protocol") {
      if (!PROTOCOLS.includes(value)) throw refuse("protocol", value);
      protocol = value;
    } else if (key === "mode") {
      if (value !== "ingress" && value !== "host") throw refuse("mode", value);
      mode = value;
    } else if (key === "target") target = integer(value, "target", words);
    else if (key === "published") published = integer(value, "published", words);
    else throw refuse("key", key);
  }
  if (target === 0) throw refuse("target", "");
  return { Protocol: protocol, TargetPort: target, ...(published && { PublishedPort: published }), PublishMode: mode };
}

/** The short form; the address of a host cannot be chosen in a swarm. */
function short(text: string, words: PortWords): PortConfig[] {
  const { hostIP, ports } = parsePortSpec(text, words);
  if (hostIP !== "") throw new FlagValueError("hostip is not supported");
  return ports;
}

/** The ports of a `--publish` value, in short or long form. Throws a FlagValueError. */
export function parsePorts(text: string, words: PortWords = "new"): PortConfig[] {
  return LONG.test(text) ? [long(text, words)] : short(text, words);
}

/** `-p, --publish`. */
export const publish =
  () =>
  (profile: CliProfile): FlagValue<PortConfig[]> =>
    gathered<PortConfig>("port", (all, text) => all.push(...parsePorts(text, profile.portWords)))();
