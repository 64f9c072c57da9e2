import { DryswarmError, type EndpointSettingsRequest, failure, failureOf } from "../api/index.ts";
import type { Flags } from "./command.ts";
import type { NetworkOption } from "./options/network.ts";

/** Flags that say something of the first network of a container. */
type NetworkFlags = Flags<{
  readonly ip: string;
  readonly ip6: string;
  readonly "mac-address": string;
  readonly "network-alias": string[];
  readonly "link-local-ip": string[];
  readonly link: string[];
}>;

type NetworkRequest = Omit<NetworkOption, "driverOpts"> & { readonly driverOpts: NetworkOption["driverOpts"]; readonly links: readonly string[] };

const isUserDefined = (network: string): boolean => !["default", "bridge", "host", "none"].includes(network) && !network.startsWith("container:");
const MAC = /^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$|^([0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}$/;

/** The flags that say something of one network, put to the first of them. Throws where the network says so itself. */
function withFlags(one: NetworkOption, flags: NetworkFlags): NetworkRequest {
  const [ip, ip6, mac] = [flags.get("ip"), flags.get("ip6"), flags.get("mac-address")];
  const [aliases, linkLocal] = [flags.get("network-alias"), flags.get("link-local-ip")];
  const both = (flag: string, what: string, given: boolean, own: boolean): void => {
    if (given && own) throw failure("container-cli-both-ways", { flag, what });
  };
  both("--network-alias", "alias", aliases.length > 0, one.aliases.length > 0);
  both("--ip", "IPv4 address", ip !== "", one.endpoint.ip !== "");
  both("--ip6", "IPv6 address", ip6 !== "", one.endpoint.ip6 !== "");
  both("--mac-address", "MAC address", mac !== "", one.endpoint.mac !== "");
  both("--link-local-ip", "link-local IP addresses", linkLocal.length > 0, one.endpoint.linkLocal.length > 0);
  const endpoint = {
    ip: ip || one.endpoint.ip,
    ip6: ip6 || one.endpoint.ip6,
    mac: mac || one.endpoint.mac,
    linkLocal: linkLocal.length > 0 ? linkLocal : one.endpoint.linkLocal,
    gwPriority: one.endpoint.gwPriority,
  };
  // On the default bridge a link is none of the endpoint.
  const links = isUserDefined(one.target) ? flags.get("link") : [];
  return { ...one, endpoint, aliases: aliases.length > 0 ? aliases : one.aliases, links };
}

function settings({ target, aliases, driverOpts, endpoint: { ip, ip6, mac, linkLocal, gwPriority }, links }: NetworkRequest): EndpointSettingsRequest {
  if (target.trim() === "") throw failure("container-cli-network-name");
  if (aliases.length > 0 && !isUserDefined(target)) throw failure("container-cli-alias");
  if (mac !== "" && !MAC.test(mac.trim())) throw failure("container-cli-mac", { mac });
  const own = ip !== "" || ip6 !== "" || linkLocal.length > 0;
  return {
    ...(own && {
      IPAMConfig: { ...(ip && { IPv4Address: ip }), ...(ip6 && { IPv6Address: ip6 }), ...(linkLocal.length > 0 && { LinkLocalIPs: [...linkLocal] }) },
    }),
    ...(links.length > 0 && { Links: [...links] }),
    ...(aliases.length > 0 && { Aliases: aliases }),
    ...(Object.keys(driverOpts).length > 0 && { DriverOpts: driverOpts }),
    ...(gwPriority !== 0 && { GwPriority: gwPriority }),
    ...(mac !== "" && { MacAddress: mac }),
  };
}

/** What a container is to have on each network of a command line, by the network as typed; checked as docker's client does. */
export function endpointsOf(networks: readonly NetworkOption[], flags: NetworkFlags): Record<string, EndpointSettingsRequest> {
  const endpoints = new Map<string, EndpointSettingsRequest>();
  const plain = { target: "default", aliases: [], driverOpts: {}, endpoint: { ip: "", ip6: "", mac: "", linkLocal: [], gwPriority: 0 } };
  for (const [at, one] of (networks.length > 0 ? networks : [plain]).entries()) {
    const requested = settings(at === 0 ? withFlags(one, flags) : { ...one, links: [] });
    if (endpoints.has(one.target)) throw failure("container-cli-network-twice", { network: one.target });
    endpoints.set(one.target, requested);
  }
  const own = networks.filter(({ target }) => isUserDefined(target)).length;
  if (own > 0 && own < networks.length) throw failure("container-cli-mixed-networks");
  return Object.fromEntries(endpoints);
}

/** `--link` on a network where it is none of the endpoint: it has no effect in a dry run. */
export function isLegacyLink(networks: readonly NetworkOption[]): boolean {
  return !isUserDefined(networks[0]?.target ?? "default");
}

/** The error that ends `docker run` or `docker create`: what the engine refuses, or (`container-cli-invalid`) the command line itself. */
export const containerFailure = (code: "container-cli-failed" | "container-cli-invalid", cause: string, verb: string): DryswarmError =>
  // Older clients end the sentence.
  failureOf(code, { cause, sentence: `${cause.replace(/\.$/, "")}.`, verb });

/** Words for what is wrong with networks, as `docker run` and `docker create` end with them. */
export function failed(error: unknown, verb: string): never {
  throw error instanceof DryswarmError ? containerFailure("container-cli-invalid", error.message, verb) : error;
}
