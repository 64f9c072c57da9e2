import type { ContainerCreateRequest, EndpointSettingsRequest } from "../api/index.ts";
import { parsePortSpec } from "../values/ports.ts";
import { ValueError } from "../values/value-error.ts";
import type { CommandContext, Flags, FlagValue, ValuesOf } from "./command.ts";
import { containerFailure, endpointsOf, failed, isLegacyLink } from "./container-networks.ts";
import { address, linkLocalAddresses } from "./options/addresses.ts";
import { validateLink } from "./options/endpoint.ts";
import { flag } from "./options/flag.ts";
import { type NetworkOption, network } from "./options/network.ts";
import { validateEnv, validateHost, validateIP } from "./options/service-values.ts";
import { bool, list, listOf, string, toMap, type ValueFactory, validateLabel } from "./options/values.ts";
import type { CliProfile } from "./profiles/index.ts";
import { taggedImage } from "./service/resolve.ts";

const ignored = <const Name extends string, T>(name: Name, value: ValueFactory<T> | ((profile: CliProfile) => FlagValue<T>), short?: string) =>
  flag(name, value, "Has no effect in a dry run", { ...(short && { short }) });

/** Further switches, and flags that take a value, of what runs in a container. */
const SWITCHES = ["disable-content-trust", "init", "no-healthcheck", "oom-kill-disable", "read-only", "use-api-socket"] as const;
const VALUES = [
  "annotation",
  "blkio-weight",
  "blkio-weight-device",
  "cap-add",
  "cap-drop",
  "cgroup-parent",
  "cgroupns",
  "cidfile",
  "cpu-count",
  "cpu-percent",
  "cpu-period",
  "cpu-quota",
  "cpu-rt-period",
  "cpu-rt-runtime",
  "cpuset-cpus",
  "cpuset-mems",
  "device",
  "device-cgroup-rule",
  "device-read-bps",
  "device-read-iops",
  "device-write-bps",
  "device-write-iops",
  "dns-option",
  "dns-search",
  "domainname",
  "env-file",
  "expose",
  "gpus",
  "group-add",
  "health-cmd",
  "health-interval",
  "health-retries",
  "health-start-interval",
  "health-start-period",
  "health-timeout",
  "io-maxbandwidth",
  "io-maxiops",
  "ipc",
  "isolation",
  "kernel-memory",
  "label-file",
  "log-driver",
  "log-opt",
  "memory-reservation",
  "memory-swap",
  "memory-swappiness",
  "oom-score-adj",
  "pid",
  "pids-limit",
  "platform",
  "runtime",
  "security-opt",
  "shm-size",
  "stop-signal",
  "stop-timeout",
  "storage-opt",
  "sysctl",
  "tmpfs",
  "ulimit",
  "userns",
  "uts",
  "volume-driver",
  "volumes-from",
] as const;

/** Flags of `docker run` and `docker create` that a dry run cannot honour: taken, and said so. */
const IGNORED = [
  ignored("cpus", string()),
  ignored("entrypoint", string()),
  ignored("interactive", bool(), "i"),
  ignored("memory", string(), "m"),
  ignored("mount", list()),
  ignored("privileged", bool()),
  ignored("pull", string()),
  ignored("restart", string()),
  ignored("tty", bool(), "t"),
  ignored("user", string(), "u"),
  ignored("volume", list(), "v"),
  ignored("workdir", string(), "w"),
  ignored("add-host", listOf(validateHost)),
  ignored("attach", list(), "a"),
  ignored("cpu-shares", string(), "c"),
  ignored("dns", listOf(validateIP)),
  ignored("publish-all", bool(), "P"),
  ignored("quiet", bool(), "q"),
  ...SWITCHES.map((name) => ignored(name, bool())),
  ...VALUES.map((name) => ignored(name, list())),
];

/** Flags of `docker run` and `docker create`. */
export const CONTAINER_FLAGS = [
  flag("env", list(validateEnv), "Environment variables", { short: "e" }),
  flag("hostname", string(), "Host name of the container", { short: "h" }),
  flag("ip", address(), "IPv4 address of the container"),
  flag("ip6", address(), "IPv6 address of the container"),
  flag("label", list(validateLabel), "Labels of the container", { short: "l" }),
  flag("link", list(validateLink), "Link to another container"),
  flag("link-local-ip", linkLocalAddresses(), "Link-local addresses of the container"),
  flag("mac-address", string(), "MAC address of the container"),
  flag("name", string(), "Name of the container"),
  flag("net", network(), "Networks that the container joins", { hidden: true }),
  flag("network", network(), "Networks that the container joins"),
  flag("network-alias", list(), "Names of the container on the network"),
  flag("publish", list(), "Ports to publish", { short: "p" }),
  flag("rm", bool(), "Remove the container when it stops"),
  ...IGNORED,
];

/** Flags of `docker run` and `docker create` as they were given. */
export type ContainerFlags = Flags<ValuesOf<typeof CONTAINER_FLAGS>>;

const networksOf = (flags: ContainerFlags): NetworkOption[] => [...flags.get("network"), ...flags.get("net")];

/** Says once what was given and has no effect. */
export function sayIgnored({ streams }: CommandContext, flags: ContainerFlags): void {
  const given = IGNORED.filter((spec) => flags.changed(spec.name)).map((spec) => `--${spec.name}`);
  if (flags.changed("link") && isLegacyLink(networksOf(flags))) given.push("--link");
  if (given.length > 0) streams.err(`dryswarm: ${given.join(", ")} ${given.length > 1 ? "have" : "has"} no effect in a dry run\n`);
}

/** Docker's long form of a port for containers, in the short one. */
function shortForm(text: string): string {
  if (!text.includes("=")) return text;
  const parts: Record<string, string> = { protocol: "tcp" };
  for (const param of text.split(",")) {
    const at = param.indexOf("=");
    if (at <= 0) throw new ValueError(`invalid publish opts format (should be name=value but got '${param}')`);
    parts[param.slice(0, at)] = param.slice(at + 1);
  }
  return `${parts.published ?? ""}:${parts.target ?? ""}/${parts.protocol}`;
}

/** Published ports by container port; what is wrong with them ends `docker run` and `docker create`. */
function portBindings(
  texts: readonly string[],
  verb: string,
  { portWords }: Pick<CliProfile, "portWords">,
): ContainerCreateRequest["HostConfig"]["PortBindings"] {
  const bindings: NonNullable<ContainerCreateRequest["HostConfig"]["PortBindings"]> = {};
  try {
    for (const { hostIP, ports } of texts.map((text) => parsePortSpec(shortForm(text), portWords)))
      for (const { TargetPort, Protocol, PublishedPort } of ports) {
        const key = `${TargetPort}/${Protocol}`;
        bindings[key] = [...(bindings[key] ?? []), { HostIp: hostIP, HostPort: PublishedPort ? String(PublishedPort) : "" }];
      }
  } catch (error) {
    throw error instanceof ValueError ? containerFailure("container-cli-invalid", error.message, verb) : error;
  }
  return bindings;
}

/** The body of `POST /containers/create` for a command line; `verb` is the command that its refusals point to. Throws container-cli-invalid. */
export function containerRequest(
  { profile }: Pick<CommandContext, "profile">,
  [image = "", ...cmd]: readonly string[],
  flags: ContainerFlags,
  verb: "run" | "create",
): ContainerCreateRequest {
  const networks = networksOf(flags);
  let endpoints: Record<string, EndpointSettingsRequest>;
  try {
    endpoints = endpointsOf(networks, flags);
  } catch (error) {
    failed(error, verb);
  }
  return {
    Image: taggedImage(image).replace(/:latest$/, image.includes(":") ? ":latest" : ""),
    Cmd: cmd.length > 0 ? cmd : null,
    Env: flags.get("env"),
    Labels: toMap(flags.get("label")),
    Hostname: flags.get("hostname"),
    HostConfig: { NetworkMode: networks[0]?.target ?? "default", PortBindings: portBindings(flags.get("publish"), verb, profile), AutoRemove: flags.get("rm") },
    NetworkingConfig: { EndpointsConfig: endpoints },
  };
}
