import { type ContainerCreateRequest, type EndpointSettingsRequest, failure } from "../api/index.ts";
import { put } from "../values/own.ts";
import { type CommandContext, type FlagSpec, type Flags, FlagValueError } from "./command.ts";
import { flag } from "./options/flag.ts";
import { type NetworkOption, network } from "./options/network.ts";
import { parsePorts } from "./options/publish.ts";
import { bool, list, string, strings, toMap, type ValueFactory } from "./options/values.ts";
import { taggedImage } from "./service/resolve.ts";

const ignored = (name: string, value: ValueFactory, short?: string): FlagSpec => flag(name, value, "Has no effect in a dry run", { ...(short && { short }) });

/** Flags of `docker run` and `docker create` that a dry run cannot honour: taken, and said so. */
const IGNORED: readonly FlagSpec[] = [
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
];

/** Flags of `docker run` and `docker create`. */
export const CONTAINER_FLAGS: readonly FlagSpec[] = [
  flag("env", list(), "Environment variables", { short: "e" }),
  flag("hostname", string(), "Host name of the container", { short: "h" }),
  flag("ip", string(), "IPv4 address of the container"),
  flag("ip6", string(), "IPv6 address of the container"),
  flag("label", list(), "Labels of the container", { short: "l" }),
  flag("name", string(), "Name of the container"),
  flag("network", network(), "Networks that the container joins"),
  flag("network-alias", strings(), "Names of the container on the network"),
  flag("publish", list(), "Ports to publish", { short: "p" }),
  flag("rm", bool(), "Remove the container when it stops"),
  ...IGNORED,
];

/** Says once what was given and has no effect. */
export function sayIgnored({ streams }: CommandContext, flags: Flags): void {
  const given = IGNORED.filter((spec) => flags.changed(spec.name)).map((spec) => `--${spec.name}`);
  if (given.length > 0) streams.err(`dryswarm: ${given.join(", ")} ${given.length > 1 ? "have" : "has"} no effect in a dry run\n`);
}

/** Published ports; what is wrong with them ends `docker run` and `docker create`. */
function readPorts(text: string, verb: string): ReturnType<typeof parsePorts> {
  try {
    return parsePorts(text);
  } catch (error) {
    throw error instanceof FlagValueError ? failure("container-cli-failed", { cause: error.message, verb }) : error;
  }
}

function portBindings(texts: readonly string[], verb: string): ContainerCreateRequest["HostConfig"]["PortBindings"] {
  const bindings: NonNullable<ContainerCreateRequest["HostConfig"]["PortBindings"]> = {};
  let dynamic = 32_768;
  for (const port of texts.flatMap((text) => readPorts(text, verb)))
    bindings[`${port.TargetPort}/${port.Protocol}`] = [{ HostIp: "", HostPort: String(port.PublishedPort ?? dynamic++) }];
  return bindings;
}

const isUserDefined = (network: string): boolean => !["default", "bridge", "host", "none"].includes(network) && !network.startsWith("container:");

/** Refuses aliases on networks that have none, and networks of both kinds at once, as docker's client does. */
function checkModes(networks: readonly NetworkOption[], flags: Flags, verb: string): void {
  const own = networks.filter(({ target }) => isUserDefined(target));
  if (networks.length > 1 && own.length < networks.length)
    throw failure("container-cli-failed", { cause: failure("container-cli-mixed-networks").message, verb });
  const aliases = flags.get<string[]>("network-alias").length > 0 || networks.some((one) => one.aliases.length > 0);
  if (aliases && own.length === 0) throw failure("container-cli-failed", { cause: failure("container-cli-alias").message, verb });
}

/** The body of `POST /containers/create` for a command line; `verb` is the command that its refusals point to. Throws container-cli-failed. */
export function containerRequest([image = "", ...cmd]: readonly string[], flags: Flags, verb: "run" | "create"): ContainerCreateRequest {
  const networks = flags.get<NetworkOption[]>("network");
  checkModes(networks, flags, verb);
  const first = networks[0]?.target ?? "default";
  const [IPv4Address, IPv6Address] = [flags.get<string>("ip"), flags.get<string>("ip6")];
  const ipam = IPv4Address || IPv6Address ? { ...(IPv4Address && { IPv4Address }), ...(IPv6Address && { IPv6Address }) } : null;
  const endpoints: Record<string, EndpointSettingsRequest> = {};
  for (const [at, one] of networks.entries()) {
    const aliases = [...(at === 0 ? flags.get<string[]>("network-alias") : []), ...one.aliases];
    put(endpoints, one.target, {
      IPAMConfig: at === 0 ? ipam : null,
      Aliases: aliases.length > 0 ? aliases : null,
      ...(Object.keys(one.driverOpts).length > 0 && { DriverOpts: one.driverOpts }),
    });
  }
  if (networks.length === 0 && ipam) endpoints.default = { IPAMConfig: ipam };
  return {
    Image: taggedImage(image).replace(/:latest$/, image.includes(":") ? ":latest" : ""),
    Cmd: cmd.length > 0 ? cmd : null,
    Env: flags.get("env"),
    Labels: toMap(flags.get("label")),
    Hostname: flags.get("hostname"),
    HostConfig: { NetworkMode: first, PortBindings: portBindings(flags.get("publish"), verb), AutoRemove: flags.get("rm") },
    NetworkingConfig: { EndpointsConfig: endpoints },
  };
}
