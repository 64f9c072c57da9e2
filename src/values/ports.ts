import type { PortConfig } from "../api/index.ts";
import { tryParseAddress } from "./cidr.ts";
import { ValueError } from "./value-error.ts";

/** Protocols that a port may have. */
export const PROTOCOLS = ["tcp", "udp", "sctp"];

/** "80" or "80-82" as first and last port, what follows a second dash left out; undefined for anything else. */
function range(text: string): [number, number] | undefined {
  const match = /^(\d+)(?:-(\d+)(?:-.*)?)?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  return match && first <= 65_535 && last <= 65_535 && first <= last ? [first, last] : undefined;
}

/** What Go's net.SplitHostPort says of a text in brackets, with the colon that docker puts behind it; undefined where it takes it. */
function bracketProblem(text: string): string | undefined {
  const whole = `${text}:`;
  const end = whole.indexOf("]");
  if (end < 0) return "missing ']' in address";
  if (end + 1 !== whole.length - 1) return whole[end + 1] === ":" ? "too many colons in address" : "missing port in address";
  return whole.indexOf("[", 1) >= 0 ? "unexpected '[' in address" : undefined;
}

/** Refuses an address of a host that is none; its brackets go. */
function checkedIP(text: string): string {
  const problem = text.startsWith("[") ? bracketProblem(text) : undefined;
  if (problem) throw new ValueError(`invalid IP address ${text}: address ${text}:: ${problem}`);
  const ip = text.startsWith("[") ? text.slice(1, -1) : text;
  if (ip !== "" && tryParseAddress(ip) === undefined) throw new ValueError(`invalid IP address: ${ip}`);
  return ip;
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
  const parts = raw.split(":");
  const [last, host] = [parts.pop() as string, parts.pop() ?? ""];
  const slash = last.indexOf("/");
  const container = slash < 0 ? last : last.slice(0, slash);
  // A protocol without a port is none at all.
  const protocol = container === "" ? "" : ((slash < 0 ? "" : last.slice(slash + 1)) || "tcp").toLowerCase();
  if (!PROTOCOLS.includes(protocol)) throw new ValueError(`invalid proto: ${protocol}`);
  const hostIP = checkedIP(parts.join(":"));
  const targets = range(container);
  if (!targets) throw new ValueError(`invalid containerPort: ${container}`);
  const published = host === "" ? undefined : range(host);
  if (host !== "" && !published) throw new ValueError(`invalid hostPort: ${host}`);
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
