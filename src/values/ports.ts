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

/**
 * How go-connections words its refusals, and what it looks at first: until 0.5.0 (docker/cli until 28.1) with a capital letter, the
 * address first and the protocol last.
 */
export type PortWords = "new" | "old";

/** The host address of a text in the old words; its brackets go. */
function oldCheckedIP(text: string): string {
  const bare = text.includes(":") ? "too many colons in address" : undefined;
  const problem = text.startsWith("[") ? bracketProblem(text) : bare;
  if (problem) throw new ValueError(`Invalid ip address ${text}: address ${text}:: ${problem}`);
  const ip = text.startsWith("[") ? text.slice(1, -1) : text;
  if (ip !== "" && tryParseAddress(ip) === undefined) throw new ValueError(`Invalid ip address: ${ip}`);
  return ip;
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
export function parsePortSpec(raw: string, words: PortWords = "new"): PortSpec {
  const isOld = words === "old";
  const invalid = isOld ? "Invalid" : "invalid";
  const parts = raw.split(":");
  const [last, host] = [parts.pop() as string, parts.pop() ?? ""];
  const slash = last.indexOf("/");
  const container = slash < 0 ? last : last.slice(0, slash);
  // A protocol without a port is none at all.
  const named = container === "" ? "" : (slash < 0 ? "" : last.slice(slash + 1)) || "tcp";
  const protocol = named.toLowerCase();
  const isKnown = PROTOCOLS.includes(protocol);
  if (!isOld && !isKnown) throw new ValueError(`invalid proto: ${protocol}`);
  const hostIP = isOld ? oldCheckedIP(parts.join(":")) : checkedIP(parts.join(":"));
  if (isOld && container === "") throw new ValueError(`No port specified: ${raw}<empty>`);
  const targets = range(container);
  if (!targets) throw new ValueError(`${invalid} containerPort: ${container}`);
  const published = host === "" ? undefined : range(host);
  if (host !== "" && !published) throw new ValueError(`${invalid} hostPort: ${host}`);
  const count = targets[1] - targets[0];
  if (published && published[1] - published[0] !== count && count !== 0)
    throw new ValueError(`${invalid} ranges specified for container and host Ports: ${container} and ${host}`);
  if (!isKnown) throw new ValueError(`Invalid proto: ${named.split("/")[0]}`);
  const pairs =
    published && count === 0
      ? Array.from({ length: published[1] - published[0] + 1 }, (_, at) => [targets[0], published[0] + at])
      : Array.from({ length: count + 1 }, (_, at) => [targets[0] + at, published ? published[0] + at : 0]);
  return {
    hostIP,
    ports: pairs.map(([target, port]) => ({ Protocol: protocol, TargetPort: target, ...(port && { PublishedPort: port }), PublishMode: "ingress" })),
  };
}
