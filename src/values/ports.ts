import type { PortConfig } from "../api/index.ts";
import { ValueError } from "./value-error.ts";

/** Protocols that a port may have. */
export const PROTOCOLS = ["tcp", "udp", "sctp"];

/** "80" or "80-82" as first and last port; undefined for anything else. */
function range(text: string): [number, number] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  return match && first <= 65_535 && last <= 65_535 && first <= last ? [first, last] : undefined;
}

/** The ports of one short text, and the host address that it names ("" for none). */
export interface PortSpec {
  readonly hostIP: string;
  readonly ports: PortConfig[];
}

/**
 * Docker's short form of ports, `[[ip:]host[-end]:]container[-end][/protocol]`, as ports of the routing mesh in the order
 * of container ports (go-connections' nat.ParsePortSpecs). Throws a ValueError.
 */
export function parsePortSpec(raw: string): PortSpec {
  const slash = raw.indexOf("/");
  const protocol = (slash < 0 ? "tcp" : raw.slice(slash + 1)).toLowerCase();
  const text = slash < 0 ? raw : raw.slice(0, slash);
  const colon = text.lastIndexOf(":");
  const container = text.slice(colon + 1);
  let hostIP = "";
  let host = colon < 0 ? "" : text.slice(0, colon);
  if (container === "") throw new ValueError(`no port specified: ${raw}<empty>`);
  const targets = range(container);
  if (!targets) throw new ValueError(`invalid containerPort: ${container}`);
  if (host.includes(":")) {
    const ip = host.slice(0, host.lastIndexOf(":")).replace(/^\[|\]$/g, "");
    host = host.slice(host.lastIndexOf(":") + 1);
    if (ip !== "" && !/^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-fA-F:]+$/.test(ip)) throw new ValueError(`invalid IP address: ${ip}`);
    hostIP = ip;
  }
  const published = host === "" ? undefined : range(host);
  if (host !== "" && !published) throw new ValueError(`invalid hostPort: ${host}`);
  if (!PROTOCOLS.includes(protocol)) throw new ValueError(`invalid proto: ${protocol}`);
  const count = targets[1] - targets[0];
  if (published && published[1] - published[0] !== count && count !== 0)
    throw new ValueError(`invalid ranges specified for container and host Ports: ${container} and ${host}`);
  const pairs =
    published && count === 0
      ? Array.from({ length: published[1] - published[0] + 1 }, (_, at) => [targets[0], published[0] + at])
      : Array.from({ length: count + 1 }, (_, at) => [targets[0] + at, published ? published[0] + at : 0]);
  return {
    hostIP,
    ports: pairs.map(([target, port]) => ({ Protocol: protocol, TargetPort: target, ...(port && { PublishedPort: port }), PublishMode: "ingress" })),
  };
}
