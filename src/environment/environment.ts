import { parseCidr, tryParseAddress } from "../values/cidr.ts";
import { parseBytes, parseCpus } from "../values/go-numbers.ts";
import { isHostName } from "../values/host-name.ts";
import { referenceProblem } from "../values/reference.ts";
import { Reader } from "./reader.ts";
import type { Environment, EnvironmentHost, EnvironmentPlugin, Policy } from "./types.ts";

const SEVERITIES = ["off", "info", "warning", "error"] as const;

const cidr = (reader: Reader): string => reader.parsed("CIDR", (text) => (parseCidr(text) ? text : undefined));
const address = (reader: Reader): string => reader.parsed("IP address", (text) => (tryParseAddress(text) === undefined ? undefined : text));
const mtu = (reader: Reader): number =>
  reader.parsed("MTU (68 to 65535)", (text) => (/^\d+$/.test(text) && Number(text) >= 68 && Number(text) <= 65_535 ? Number(text) : undefined));
const port = (reader: Reader): number =>
  reader.parsed("port (1 to 65535)", (text) => (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? Number(text) : undefined));
const list = <T>(reader: Reader | undefined, read: (item: Reader) => T): T[] => reader?.items().map(read) ?? [];

function labels(reader: Reader | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(reader?.keys() ?? {}).map(([key, value]) => [key, (value as Reader).text()]));
}

function host(reader: Reader): EnvironmentHost {
  const keys = reader.keys(["name", "address", "cpus", "memory", "platform", "engine", "labels", "plugins", "interfaces", "routes"]);
  if (!keys.name) return reader.refuse("needs a name");
  return {
    name: keys.name.parsed("host name", (text) => (isHostName(text) ? text : undefined)),
    ...(keys.address && { address: address(keys.address) }),
    ...(keys.cpus && { nanoCPUs: keys.cpus.parsed("number of CPUs", (text) => (parseCpus(text) > 0 ? parseCpus(text) : undefined)) }),
    ...(keys.memory && { memoryBytes: keys.memory.parsed("size of memory", (text) => (parseBytes(text) > 0 ? parseBytes(text) : undefined)) }),
    ...(keys.platform && { platform: keys.platform.parsed("platform like linux/amd64", platform) }),
    ...(keys.engine && { engine: keys.engine.parsed("engine version like 28.5", (text) => (/^\d+(\.\d+)*\S*$/.test(text) ? text : undefined)) }),
    labels: labels(keys.labels),
    plugins: plugins(keys.plugins),
    interfaces: list(keys.interfaces, (item) => {
      const own = item.keys(["name", "address", "mtu"]);
      if (!own.name || !own.address) return item.refuse("needs a name and an address");
      return { name: own.name.text(), address: cidr(own.address), ...(own.mtu && { mtu: mtu(own.mtu) }) };
    }),
    routes: list(keys.routes, cidr),
  };
}

/** Plugins by kind: `{volume: [a], log: [b]}`. */
function plugins(reader: Reader | undefined): EnvironmentPlugin[] {
  const keys = reader?.keys(["volume", "network", "log"]);
  return (["volume", "network", "log"] as const).flatMap((kind) => list(keys?.[kind], (item) => ({ kind, name: item.text() })));
}

function platform(text: string): EnvironmentHost["platform"] | undefined {
  const [os, architecture, ...rest] = text.split("/");
  return os && architecture && rest.length === 0 ? { os, architecture } : undefined;
}

function policy(reader: Reader | undefined): Policy {
  const keys = reader?.keys(["maxUse", "pools", "encrypted"]);
  return {
    ...(keys?.maxUse && {
      maxUse: keys.maxUse.parsed("share like 70%", (text) =>
        /^\d{1,3}%$/.test(text) && Number.parseInt(text, 10) <= 100 ? Number.parseInt(text, 10) / 100 : undefined,
      ),
    }),
    pools: list(keys?.pools, cidr),
    encrypted: list(keys?.encrypted, (item) => item.text()),
  };
}

/**
 * An environment file (`dryswarm.yaml`): hosts, ranges to avoid, DNS servers, MTU, policy and the settings of rules.
 * Throws environment-invalid with file, line, column and key.
 */
export function readEnvironment(text: string, file: string): Environment {
  const keys = Reader.of(text, file).keys(["hosts", "avoid", "dns", "mtu", "policy", "redact", "missingImages", "maxTasks", "rules", "vxlanPorts"]);
  const hosts = list(keys.hosts, host);
  for (const [at, { name }] of hosts.entries())
    if (hosts.findIndex((one) => one.name === name) < at) keys.hosts?.items()[at]?.refuse(`there is a host "${name}" already`);
  return {
    hosts,
    avoid: list(keys.avoid, (item) => {
      const own = item.keys(["name", "cidr"]);
      if (!own.cidr) return item.refuse("needs a cidr");
      return { name: own.name?.text() ?? "", cidr: cidr(own.cidr) };
    }),
    dns: list(keys.dns, address),
    ...(keys.mtu && { mtu: mtu(keys.mtu) }),
    policy: policy(keys.policy),
    ...(keys.vxlanPorts && { vxlanPorts: list(keys.vxlanPorts, port) }),
    ...(keys.missingImages && {
      missingImages: list(keys.missingImages, (item) => item.parsed("image reference", (text) => (referenceProblem(text) === undefined ? text : undefined))),
    }),
    ...(keys.maxTasks && {
      maxTasks: keys.maxTasks.parsed("number of tasks (1 to 100000000)", (text) =>
        /^[1-9]\d{0,8}$/.test(text) && Number(text) <= 100_000_000 ? Number(text) : undefined,
      ),
    }),
    ...(keys.redact && { redact: list(keys.redact, (item) => item.text()) }),
    rules: Object.fromEntries(
      Object.entries(keys.rules?.keys() ?? {}).map(([id, value]) => [
        id,
        (value as Reader).parsed(`severity (${SEVERITIES.join(", ")})`, (text) => SEVERITIES.find((one) => one === (text === "false" ? "off" : text))),
      ]),
    ),
  };
}
