import { type Address, formatAddress, parseCidr } from "../../values/cidr.ts";

/** A pool of subnets of one size: CIDR block, and the prefix length of the subnets cut from it. */
export interface Pool {
  readonly base: string;
  readonly size: number;
}

/** First and last address of a block, as bigints. */
function span(cidr: string): { first: bigint; last: bigint } | undefined {
  const block = parseCidr(cidr);
  if (!block) return undefined;
  const first = BigInt(block.base);
  return { first, last: first + (1n << BigInt(block.bits - block.prefix)) - 1n };
}

/** Pools by address, those inside another one dropped: the order in which the Engine uses them, whatever the user's. */
export function usablePools(pools: readonly Pool[]): Pool[] {
  const spans = pools.flatMap((pool) => {
    const range = span(pool.base);
    return range ? [{ pool, ...range }] : [];
  });
  spans.sort((a, b) => Number(a.first - b.first > 0n) - Number(a.first - b.first < 0n) || Number(b.last - a.last > 0n) - Number(b.last - a.last < 0n));
  const kept: typeof spans = [];
  for (const one of spans) if (!kept.some((other) => other.first <= one.first && one.last <= other.last)) kept.push(one);
  return kept.map((one) => one.pool);
}

/** The lowest free subnet of the pools that overlaps nothing taken; undefined when all are used up. IPv4 and IPv6 alike. */
export function nextSubnetOf(pools: readonly Pool[], taken: readonly string[]): string | undefined {
  for (const pool of usablePools(pools)) {
    const block = parseCidr(pool.base);
    const range = span(pool.base);
    if (!block || !range) continue;
    const v6 = block.bits === 128;
    const blocks = taken
      .filter((cidr) => cidr.includes(":") === v6)
      .flatMap((cidr) => span(cidr) ?? [])
      .filter((one) => one.last >= range.first && one.first <= range.last)
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    const length = 1n << BigInt(block.bits - pool.size);
    let candidate = range.first;
    for (const one of blocks) {
      if (one.first > candidate + length - 1n) break;
      if (one.last >= candidate) candidate = (one.last / length + 1n) * length;
    }
    if (candidate + length - 1n <= range.last) return `${formatAddress((v6 ? candidate : Number(candidate)) as Address)}/${pool.size}`;
  }
  return undefined;
}

/** The next subnet of prefix length `size` from the pools of a swarm; undefined when they are used up. */
export function nextSubnet(pools: readonly string[], size: number, taken: readonly string[]): string | undefined {
  return nextSubnetOf(
    pools.map((base) => ({ base, size })),
    taken,
  );
}
