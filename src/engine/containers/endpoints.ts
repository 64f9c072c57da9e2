import { type EndpointSettingsRequest, failure } from "../../api/index.ts";
import type { Host, LocalNetwork, StoredContainer, StoredEndpoint } from "../../store/schema.ts";
import { type Cidr, formatAddress, holds, parseAddress, parseCidr, tryParseAddress } from "../../values/cidr.ts";
import { isMac, randomMac } from "../../values/mac.ts";
import { own, put } from "../../values/own.ts";
import type { EngineProfile } from "../profiles/index.ts";
import type { Tx } from "../tx.ts";
import { localAddresses, releaseLocal } from "./local-addresses.ts";

const USER_DEFINED_ONLY = ["bridge", "host", "none"];

/** Takes an address of a network's pool of one family: the requested one, else the lowest free one. Gives CIDR and gateway. */
function allocate(tx: Tx, host: Host, network: LocalNetwork, v6: boolean, requested: string | undefined): { cidr: string; gateway: string } | undefined {
  const pool = network.Pools.find((one) => one.Subnet.includes(":") === v6);
  const subnet = pool && parseCidr(pool.Subnet);
  if (!pool || !subnet) return undefined;
  // One that is cut off from the outside has no way out.
  const gateway = network.Driver === "bridge" && network.Internal ? "" : (pool.Gateway ?? "");
  const set = localAddresses(tx, host, pool);
  if (requested) {
    if (!set.take(parseAddress(requested))) throw failure("container-address-taken");
    return { cidr: `${requested}/${subnet.prefix}`, gateway };
  }
  const address = set.takeLowest();
  if (address === undefined) throw failure("network-addresses-exhausted", { version: v6 ? 6 : 4, name: network.Name, id: network.Id });
  return { cidr: `${formatAddress(address)}/${subnet.prefix}`, gateway };
}

/** How an engine version checks the addresses that are asked for, and words it. */
interface AddressRules {
  readonly profile: Pick<EngineProfile, "addressesAnywhere" | "listsEndpointProblems">;
}

const ONLY_CONFIGURED = "user specified IP address is supported only when connecting to networks with user configured subnets";

type Requested = NonNullable<EndpointSettingsRequest["IPAMConfig"]>;

/** Message for requested addresses of a wrong form; undefined where they are right. */
function formProblems({ IPv4Address: v4, IPv6Address: v6, LinkLocalIPs }: Requested): string[] {
  const is = (text: string, six: boolean): boolean => text.includes(":") === six && tryParseAddress(text) !== undefined && !["0.0.0.0", "::"].includes(text);
  return [
    ...(v4 && !is(v4, false) ? [`invalid IPv4 address: ${v4}`] : []),
    ...(v6 && !is(v6, true) ? [`invalid IPv6 address: ${v6}`] : []),
    ...(LinkLocalIPs ?? []).filter((text) => !is(text, false) && !is(text, true)).map((text) => `invalid link-local IP address: ${text}`.trimEnd()),
  ];
}

/** Message for a requested address of one family on a network: no subnet of that family was given to it, or none holds it. */
function rangeProblems(network: LocalNetwork, requested: string | undefined, v6: boolean, { profile }: AddressRules): string[] {
  if (!requested) return [];
  if (profile.addressesAnywhere) {
    const address = tryParseAddress(requested);
    const inside = address !== undefined && network.Pools.some((pool) => holds(parseCidr(pool.Subnet) as Cidr, address));
    return inside ? [] : [`no configured subnet contains IP address ${requested}`];
  }
  const pools = network.UserSubnets ? network.Pools.filter((pool) => pool.Subnet.includes(":") === v6 && !pool.Chosen) : [];
  const address = tryParseAddress(requested);
  const held = address !== undefined && pools.some((pool) => holds(parseCidr(pool.Subnet) as Cidr, address));
  return pools.length === 0 ? [ONLY_CONFIGURED] : held ? [] : [`no configured subnet or ip-range contain the IP address ${requested}`];
}

/** The first thing that is wrong with a request, as older engines come upon it (moby's updateNetworkConfig, then buildCreateEndpointOptions). */
function checkInTurn(network: LocalNetwork | undefined, request: EndpointSettingsRequest, where: string): void {
  const { IPv4Address: v4 = "", IPv6Address: v6 = "", LinkLocalIPs = [] } = request.IPAMConfig ?? {};
  const refuse = (problem: string): never => {
    throw failure("container-endpoint-problem", { where, problem });
  };
  if (network && USER_DEFINED_ONLY.includes(network.Name)) {
    if (v4 || v6) refuse("user specified IP address is supported on user defined networks only");
    if ((request.Aliases ?? []).length > 0) refuse("network-scoped alias is supported only for containers in user defined networks");
  }
  const pools = (six: boolean): string[] =>
    (network?.Pools ?? []).filter(({ Chosen, Subnet }) => !Chosen && Subnet.includes(":") === six).map(({ Subnet }) => Subnet);
  for (const [address, six] of [
    [v4, false],
    [v6, true],
  ] as const)
    if (network && address && pools(six).length === 0) refuse(ONLY_CONFIGURED);
  for (const text of LinkLocalIPs) if (text && tryParseAddress(text) === undefined) refuse(`Invalid link-local IP address: [${LinkLocalIPs.join(" ")}]`);
  if (v4 && tryParseAddress(v4) === undefined) refuse(`Invalid IPv4 address: ${v4})`);
  if (v6 && tryParseAddress(v6) === undefined) refuse(`Invalid IPv6 address: ${v6})`);
  if (request.MacAddress && network && !isMac(request.MacAddress)) throw failure("container-mac", { mac: request.MacAddress });
  for (const address of network ? [v4, v6] : [])
    if (address && !pools(address.includes(":")).some((subnet) => holds(parseCidr(subnet) as Cidr, parseAddress(address))))
      refuse(`Invalid address ${address}: It does not belong to any of this network's subnets`);
}

/**
 * Refuses requests that a network cannot meet (moby's validateEndpointSettings); `where` begins the message. A network of the swarm is
 * undefined here.
 */
export function checkRequested(network: LocalNetwork | undefined, request: EndpointSettingsRequest, rules: AddressRules, where = ""): void {
  const requested = request.IPAMConfig ?? {};
  if (!rules.profile.listsEndpointProblems) {
    checkInTurn(network, request, where);
    return;
  }
  if (request.MacAddress && network && !isMac(request.MacAddress)) throw failure("container-mac", { mac: request.MacAddress });
  const problems = formProblems(requested);
  if (network) problems.push(...rangeProblems(network, requested.IPv4Address, false, rules), ...rangeProblems(network, requested.IPv6Address, true, rules));
  if (network !== undefined && USER_DEFINED_ONLY.includes(network.Name)) {
    const [aliases, addresses] = rules.profile.addressesAnywhere
      ? ["network-scoped aliases are only supported for user-defined networks", "user-specified IP address is supported on user-defined networks only"]
      : [
          "network-scoped alias is supported only for containers in user defined networks",
          "user specified IP address is supported on user defined networks only",
        ];
    if ((request.Aliases ?? []).length > 0) problems.unshift(aliases as string);
    if (requested.IPv4Address || requested.IPv6Address) problems.splice(0, rules.profile.addressesAnywhere ? problems.length : 0, addresses as string);
  }
  if (problems.length === 0) return;
  throw failure("container-endpoint-settings", {
    where,
    problems: problems.length === 1 ? (problems[0] as string) : problems.map((one) => `* ${one}`).join("\n"),
  });
}

/** An endpoint that is not there yet: the container is not running. */
export function plannedEndpoint(networkId: string, request: EndpointSettingsRequest): StoredEndpoint {
  return { NetworkID: networkId, EndpointID: "", MacAddress: "", IPv4: "", IPv6: "", Gateway: "", IPv6Gateway: "", Request: request };
}

/** Connects a running container to a local network by name, with an address of each family the network has. */
export function attachLocal(tx: Tx, host: Host, container: StoredContainer, name: string, request: EndpointSettingsRequest): void {
  const network = Object.values(host.Networks).find((one) => one.Name === name);
  const endpoint = plannedEndpoint(network?.Id ?? "", request);
  endpoint.EndpointID = tx.hex();
  if (network) {
    checkRequested(network, request, tx);
    const v4 = network.EnableIPv4 ? allocate(tx, host, network, false, request.IPAMConfig?.IPv4Address) : undefined;
    const v6 = network.EnableIPv6 ? allocateSecond(tx, host, network, request, v4?.cidr) : undefined;
    Object.assign(endpoint, { IPv4: v4?.cidr ?? "", Gateway: v4?.gateway ?? "", IPv6: v6?.cidr ?? "", IPv6Gateway: v6?.gateway ?? "" });
    if (v4 || v6) endpoint.MacAddress = request.MacAddress ?? randomMac(Buffer.from(tx.hex(12), "hex"));
  }
  put(container.Endpoints, name, endpoint);
}

/** Takes an IPv6 address of a network; without one the IPv4 address that was taken before is given back. */
function allocateSecond(tx: Tx, host: Host, network: LocalNetwork, request: EndpointSettingsRequest, v4 = ""): ReturnType<typeof allocate> {
  try {
    return allocate(tx, host, network, true, request.IPAMConfig?.IPv6Address);
  } catch (error) {
    releaseLocal(tx, host, network, v4);
    throw error;
  }
}

/** Takes what an endpoint of a host's container holds away; the request stays, for the next start. */
export function detachLocal(tx: Tx, host: Host, container: StoredContainer, name: string): void {
  const endpoint = own(container.Endpoints, name);
  if (!endpoint) return;
  for (const cidr of [endpoint.IPv4, endpoint.IPv6]) releaseLocal(tx, host, host.Networks[endpoint.NetworkID], cidr);
  put(container.Endpoints, name, plannedEndpoint(endpoint.NetworkID, endpoint.Request));
}
