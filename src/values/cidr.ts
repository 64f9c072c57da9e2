/** An address as a number: IPv4 as an unsigned 32-bit number, IPv6 as a bigint. */
export type Address = number | bigint;

/** A CIDR block taken apart; `base` has the host bits cleared, `address` has not. */
export interface Cidr {
  readonly address: Address;
  readonly base: Address;
  readonly prefix: number;
  /** 32 or 128. */
  readonly bits: 32 | 128;
}

/** Reads a dotted IPv4 address as Go's netip does: four decimal parts, no leading zeros. Undefined for anything else. */
export function parseIPv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** Reads an IPv6 address; undefined for anything else. */
export function parseIPv6(text: string): bigint | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded) {
    const v4 = parseIPv4(embedded[2] as string);
    return v4 === undefined ? undefined : parseIPv6(`${embedded[1]}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`);
  }
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const count = groups.reduce((sum, half) => sum + half.length, 0);
  if (groups.flat().some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group)) || (halves.length === 2 ? count > 7 : count !== 8)) return undefined;
  const all = halves.length === 2 ? [...(groups[0] as string[]), ...Array<string>(8 - count).fill("0"), ...(groups[1] as string[])] : (groups[0] as string[]);
  return all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** Reads an address of either family; undefined for anything else. */
export function tryParseAddress(text: string): Address | undefined {
  return parseIPv4(text) ?? parseIPv6(text);
}

/** Reads an address that is known to be one; throws a RangeError for anything else. */
export function parseAddress(text: string): Address {
  const address = tryParseAddress(text);
  if (address === undefined) throw new RangeError(`no address: ${text}`);
  return address;
}

/** The address part of "10.0.1.5/24". */
export function addressOf(cidr: string): Address {
  return parseAddress(cidr.split("/")[0] as string);
}

/** Writes an address as text; IPv6 with its longest run of zero groups left out, as RFC 5952 has it. */
export function formatAddress(address: Address): string {
  if (typeof address === "number") return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  let [from, length] = [0, 0];
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (groups[end] === "0") end++;
    if (end - start > length) [from, length] = [start, end - start];
  }
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, from).join(":")}::${groups.slice(from + length).join(":")}`;
}

/** Reads a CIDR block; undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match && tryParseAddress(match[1] as string);
  if (!match || address === undefined || address === null) return undefined;
  const prefix = Number(match[2]);
  const bits = typeof address === "number" ? 32 : 128;
  if (prefix > bits) return undefined;
  return { address, base: network(address, prefix), prefix, bits };
}

/** An address with its host bits cleared. */
export function network(address: Address, prefix: number): Address {
  if (typeof address === "number") return prefix === 0 ? 0 : (address & (-1 << (32 - prefix))) >>> 0;
  return (address >> BigInt(128 - prefix)) << BigInt(128 - prefix);
}

/** Whether a block holds an address. */
export function holds(cidr: Cidr, address: Address): boolean {
  return typeof address === typeof cidr.base && network(address, cidr.prefix) === cidr.base;
}

/** Whether two blocks share an address; blocks of different families never do. Text that is no CIDR overlaps nothing. */
export function overlaps(a: string, b: string): boolean {
  const x = parseCidr(a);
  const y = parseCidr(b);
  return x !== undefined && y !== undefined && (holds(x, y.base) || holds(y, x.base));
}

/** Number of addresses of a block, as a bigint. */
export function sizeOf(cidr: Cidr): bigint {
  return 1n << BigInt(cidr.bits - cidr.prefix);
}
