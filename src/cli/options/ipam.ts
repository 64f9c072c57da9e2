import { Address4, Address6 } from "ip-address";
import { failure, type IPAMConfig } from "../../api/index.ts";
import { tryParseAddress } from "../../values/cidr.ts";

type Block = Address4 | Address6;

/** A CIDR block; undefined for text that is none. */
function block(text: string): Block | undefined {
  if (!/\/\d+$/.test(text)) return undefined;
  try {
    return text.includes(":") ? new Address6(text) : new Address4(text);
  } catch {
    return undefined;
  }
}

/** The address of a text, without its prefix. */
function address(text: string): Block | undefined {
  try {
    const bare = text.split("/")[0] as string;
    return bare.includes(":") ? new Address6(bare) : new Address4(bare);
  } catch {
    return undefined;
  }
}

/** Whether a subnet holds an address, or the address of a block. Fails for a subnet that is none, then for such a block. */
function holds(subnet: string, inner: string): boolean {
  const outer = block(subnet);
  if (!outer) throw failure("network-cli-subnet", { subnet });
  if (inner.includes("/") && !block(inner)) throw failure("network-cli-range", { range: inner });
  const inside = address(inner);
  return inside !== undefined && inside.constructor === outer.constructor && inside.isInSubnet(outer as Address4 & Address6);
}

/** What Go's netip.ParseAddr says of a text; undefined for an address. */
function addressProblem(text: string): string | undefined {
  if (tryParseAddress(text) !== undefined) return undefined;
  const field = text.includes(":") ? /(?:^|:)([^:0-9a-fA-F][^:]*.*)$/.exec(text)?.[1] : undefined;
  const why = field ? `each colon-separated field must have at least one digit (at ${JSON.stringify(field)})` : "unable to parse IP";
  return `ParseAddr(${JSON.stringify(text)}): ${why}`;
}

/** What Go's netip.ParsePrefix says of a text; undefined for a CIDR block. */
function prefixProblem(text: string): string | undefined {
  const at = text.lastIndexOf("/");
  const said = (why: string): string => `netip.ParsePrefix(${JSON.stringify(text)}): ${why}`;
  if (at < 0) return said("no '/'");
  const [address, bits] = [text.slice(0, at), text.slice(at + 1)];
  const problem = addressProblem(address);
  if (problem) return said(problem);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits)) return said(`bad bits after slash: ${JSON.stringify(bits)}`);
  return Number(bits) > (address.includes(":") ? 128 : 32) ? said("prefix length out of range") : undefined;
}

/** Refuses subnets and reserved addresses that are none, as the command line of Engine 29 does before it asks the engine. */
export function checkPrefixes(subnets: readonly string[], reserved: Readonly<Record<string, string>>): void {
  const problem = subnets.map(prefixProblem).find(Boolean) ?? Object.values(reserved).map(addressProblem).find(Boolean);
  if (problem) throw failure("network-cli-address", { problem });
}

/**
 * Puts ranges, gateways and reserved addresses to the subnets they belong to, with docker's client-side checks in its order.
 * Throws what fits nowhere.
 */
export function ipamConfigs(
  subnets: readonly string[],
  ranges: readonly string[],
  gateways: readonly string[],
  reserved: Readonly<Record<string, string>>,
): IPAMConfig[] {
  if (subnets.length < ranges.length || subnets.length < gateways.length) throw failure("network-cli-no-subnet");
  const configs = new Map<string, IPAMConfig>();
  for (const subnet of subnets) {
    for (const other of configs.keys()) if ([holds(subnet, other), holds(other, subnet)].includes(true)) throw failure("network-cli-overlap");
    configs.set(subnet, { Subnet: subnet });
  }
  for (const range of ranges) {
    if (!block(range)) throw failure("network-cli-range", { range });
    const config = find(configs, range);
    if (!config) throw failure("network-cli-range-nowhere", { range });
    if (config.IPRange) throw failure("network-cli-range-twice", { range, other: config.IPRange, subnet: config.Subnet ?? "" });
    config.IPRange = range;
  }
  for (const gateway of gateways) {
    const config = find(configs, gateway);
    if (!config) throw failure("network-cli-gateway-nowhere", { gateway });
    if (config.Gateway) throw failure("network-cli-gateway-twice", { gateway, other: config.Gateway, subnet: config.Subnet ?? "" });
    config.Gateway = gateway;
  }
  for (const [name, value] of Object.entries(reserved)) {
    const config = find(configs, value);
    if (!config) throw failure("network-cli-aux-nowhere", { address: value });
    config.AuxiliaryAddresses = { ...config.AuxiliaryAddresses, [name]: value };
  }
  return [...configs.values()];
}

function find(configs: ReadonlyMap<string, IPAMConfig>, inner: string): IPAMConfig | undefined {
  for (const [subnet, config] of configs) if (holds(subnet, inner)) return config;
  return undefined;
}
