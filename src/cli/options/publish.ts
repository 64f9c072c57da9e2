import type { PortConfig } from "../../api/index.ts";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import { gathered, type ValueFactory } from "./values.ts";

const LONG = /\w+=\w+/;
const PROTOCOLS = ["tcp", "udp", "sctp"];

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
    if (at < 0) throw new FlagValueError(`invalid field: ${field.toLowerCase()}`);
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

/** "80" or "80-82" as first and last port; undefined for anything else. */
function range(text: string): [number, number] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  return match && first <= 65_535 && last <= 65_535 && first <= last ? [first, last] : undefined;
}

/** `[host[-end]:]container[-end][/protocol]` as ports of the routing mesh. */
function short(raw: string): PortConfig[] {
  const slash = raw.indexOf("/");
  const protocol = (slash < 0 ? "tcp" : raw.slice(slash + 1)).toLowerCase();
  const text = slash < 0 ? raw : raw.slice(0, slash);
  const colon = text.lastIndexOf(":");
  const container = text.slice(colon + 1);
  let host = colon < 0 ? "" : text.slice(0, colon);
  if (container === "") throw new FlagValueError(`no port specified: ${raw}<empty>`);
  const targets = range(container);
  if (!targets) throw new FlagValueError(`invalid containerPort: ${container}`);
  if (host.includes(":")) {
    const ip = host.slice(0, host.lastIndexOf(":")).replace(/^\[|\]$/g, "");
    host = host.slice(host.lastIndexOf(":") + 1);
    if (ip !== "" && !/^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-fA-F:]+$/.test(ip)) throw new FlagValueError(`invalid IP address: ${ip}`);
    if (ip !== "") throw new FlagValueError("hostip is not supported");
  }
  const published = host === "" ? undefined : range(host);
  if (host !== "" && !published) throw new FlagValueError(`invalid hostPort: ${host}`);
  if (!PROTOCOLS.includes(protocol)) throw new FlagValueError(`invalid proto: ${protocol}`);
  const count = targets[1] - targets[0];
  if (published && published[1] - published[0] !== count && count !== 0)
    throw new FlagValueError(`invalid ranges specified for container and host Ports: ${container} and ${host}`);
  const pairs =
    published && count === 0
      ? Array.from({ length: published[1] - published[0] + 1 }, (_, at) => [targets[0], published[0] + at])
      : Array.from({ length: count + 1 }, (_, at) => [targets[0] + at, published ? published[0] + at : 0]);
  return pairs.map(([target, port]) => ({ Protocol: protocol, TargetPort: target, ...(port && { PublishedPort: port }), PublishMode: "ingress" }));
}

/** The ports of a `--publish` value, in short or long form. Throws a FlagValueError. */
export function parsePorts(text: string): PortConfig[] {
  return LONG.test(text) ? [long(text)] : short(text);
}

/** `-p, --publish`. */
export const publish = (): ValueFactory<PortConfig[]> => gathered("port", (all, text) => all.push(...parsePorts(text)));
