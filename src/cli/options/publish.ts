import type { PortConfig } from "../../api/index.ts";
import { PROTOCOLS, parsePortSpec } from "../../values/ports.ts";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import { gathered, type ValueFactory } from "./values.ts";

const LONG = /\w+=\w+/;

function integer(value: string, what: string): number {
  if (!/^\d+$/.test(value)) throw new FlagValueError(`invalid ${what} port (${value}): value must be an integer: invalid syntax`);
  if (Number(value) > 65_535) throw new FlagValueError(`invalid ${what} port (${value}): value must be an integer: value out of range`);
  return Number(value);
}

function long(text: string): PortConfig {
  let target = 0;
  let published: number | undefined;
  let protocol = "tcp";
  let mode = "ingress";
  for (const field of readCsv(text)) {
    const at = field.indexOf("=");
    if (at <= 0) throw new FlagValueError(`invalid field: ${field}`);
    const key = field.slice(0, at).toLowerCase();
    const value = field.slice(at + 1).toLowerCase();
    if (key === "protocol") {
      if (!PROTOCOLS.includes(value)) throw new FlagValueError(`invalid protocol value '${value}'`);
      protocol = value;
    } else if (key === "mode") {
      if (value !== "ingress" && value !== "host") throw new FlagValueError(`invalid publish mode value (${value}): must be either 'ingress' or 'host'`);
      mode = value;
    } else if (key === "target") target = integer(value, "target");
    else if (key === "published") published = integer(value, "published");
    else throw new FlagValueError(`invalid field key: ${key}`);
  }
  if (target === 0) throw new FlagValueError("missing mandatory field 'target'");
  return { Protocol: protocol, TargetPort: target, ...(published && { PublishedPort: published }), PublishMode: mode };
}

/** The short form; the address of a host cannot be chosen in a swarm. */
function short(text: string): PortConfig[] {
  const { hostIP, ports } = parsePortSpec(text);
  if (hostIP !== "") throw new FlagValueError("hostip is not supported");
  return ports;
}

/** The ports of a `--publish` value, in short or long form. Throws a FlagValueError. */
export function parsePorts(text: string): PortConfig[] {
  return LONG.test(text) ? [long(text)] : short(text);
}

/** `-p, --publish`. */
export const publish = (): ValueFactory<PortConfig[]> => gathered("port", (all, text) => all.push(...parsePorts(text)));
