import { failure, type IPAMConfig, type NetworkCreateRequest } from "../../../api/index.ts";
import { type Address, type Cidr, formatAddress, holds, parseCidr, tryParseAddress } from "../../../values/cidr.ts";

const family = (value: Address | undefined): string => (typeof value === "bigint" ? "IPv6" : "IPv4");
const masked = (cidr: Cidr): string => `${formatAddress(cidr.base)}/${cidr.prefix}`;

function checkRange(text: string, subnet: Cidr, shown: string): string[] {
  const range = parseCidr(text);
  if (!range) return [`invalid ip-range ${text}: invalid CIDR block notation`];
  if (range.bits !== subnet.bits) return [`invalid ip-range ${text}: parent subnet is an ${family(subnet.base)} block`];
  const errors: string[] = [];
  if (range.prefix < subnet.prefix) errors.push(`invalid ip-range ${text}: CIDR block is bigger than its parent subnet ${shown}`);
  if (range.address !== range.base) errors.push(`invalid ip-range ${text}: it should be ${masked(range)}`);
  if (!holds(subnet, range.base) && !holds(range, subnet.base)) errors.push(`invalid ip-range ${text}: parent subnet ${shown} doesn't contain ip-range`);
  return errors;
}

function checkAddress(what: string, text: string, subnet: Cidr, shown: string): string[] {
  const address = tryParseAddress(text);
  if (address === undefined) return [`invalid ${what}: invalid address`];
  if (typeof address !== typeof subnet.base) return [`invalid ${what}: parent subnet is an ${family(subnet.base)} block`];
  return holds(subnet, address) ? [] : [`invalid ${what}: parent subnet ${shown} doesn't contain this address`];
}

function checkConfig(config: IPAMConfig, ipv6: boolean): string[] {
  const text = config.Subnet ?? "";
  const subnet = parseCidr(text);
  if (!subnet) return [`invalid subnet ${text}: invalid CIDR block notation`];
  if (subnet.bits === 128 && !ipv6) return [];
  return [
    ...(subnet.address !== subnet.base ? [`invalid subnet ${text}: it should be ${masked(subnet)}`] : []),
    ...(config.IPRange ? checkRange(config.IPRange, subnet, text) : []),
    ...(config.Gateway ? checkAddress(`gateway ${config.Gateway}`, config.Gateway, subnet, text) : []),
    ...Object.entries(config.AuxiliaryAddresses ?? {}).flatMap(([name, address]) =>
      address === "" ? [] : checkAddress(`auxiliary address ${name}`, address, subnet, text),
    ),
  ];
}

/** Refuses subnets, ranges and addresses that do not fit together, all of them in one message (`POST /networks/create`). */
export function validateIPAM(body: NetworkCreateRequest): void {
  const errors = (body.IPAM?.Config ?? []).flatMap((config) => checkConfig(config, body.EnableIPv6 ?? false));
  if (errors.length === 0) return;
  throw failure("network-config", { errors: errors.length === 1 ? (errors[0] as string) : errors.map((error) => `* ${error}`).join("\n") });
}
