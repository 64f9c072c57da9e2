import { Address4, Address6 } from "ip-address";
import { failure, type IPAMConfig } from "../../api/index.ts";

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
