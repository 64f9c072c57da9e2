import { type ContainerCreateRequest, type EndpointSettingsRequest, failure } from "../api/index.ts";
import { type CommandContext, type FlagSpec, type Flags, FlagValueError } from "./command.ts";
import { endpointsOf, failed, isLegacyLink } from "./container-networks.ts";
import { validateLink } from "./options/endpoint.ts";
import { flag } from "./options/flag.ts";
import { type NetworkOption, network } from "./options/network.ts";
import { parsePorts } from "./options/publish.ts";
import { bool, list, string, toMap, type ValueFactory } from "./options/values.ts";
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

const networksOf = (flags: Flags): NetworkOption[] => [...flags.get<NetworkOption[]>("network"), ...flags.get<NetworkOption[]>("net")];

/** Flags of `docker run` and `docker create`. */
export const CONTAINER_FLAGS: readonly FlagSpec[] = [
  flag("env", list(), "Environment variables", { short: "e" }),
  flag("hostname", string(), "Host name of the container", { short: "h" }),
  flag("ip", string(), "IPv4 address of the container"),
  flag("ip6", string(), "IPv6 address of the container"),
  flag("label", list(), "Labels of the container", { short: "l" }),
  flag("link", list(validateLink), "Link to another container"),
  flag("link-local-ip", list(), "Link-local addresses of the container"),
  flag("mac-address", string(), "MAC address of the container"),
  flag("name", string(), "Name of the container"),
  flag("net", network(), "Networks that the container joins", { hidden: true }),
  flag("network", network(), "Networks that the container joins"),
  flag("network-alias", list(), "Names of the container on the network"),
  flag("publish", list(), "Ports to publish", { short: "p" }),
  flag("rm", bool(), "Remove the container when it stops"),
  ...IGNORED,
];

/** Says once what was given and has no effect. */
export function sayIgnored({ streams }: CommandContext, flags: Flags): void {
  const given = IGNORED.filter((spec) => flags.changed(spec.name)).map((spec) => `--${spec.name}`);
  if (flags.changed("link") && isLegacyLink(networksOf(flags))) given.push("--link");
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

/** The body of `POST /containers/create` for a command line; `verb` is the command that its refusals point to. Throws container-cli-failed. */
export function containerRequest([image = "", ...cmd]: readonly string[], flags: Flags, verb: "run" | "create"): ContainerCreateRequest {
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
    HostConfig: { NetworkMode: networks[0]?.target ?? "default", PortBindings: portBindings(flags.get("publish"), verb), AutoRemove: flags.get("rm") },
    NetworkingConfig: { EndpointsConfig: endpoints },
  };
}
