import { type Address, formatAddress, parseCidr } from "../../values/cidr.ts";
import { type Run, Runs } from "./runs.ts";

/** A pool of subnets of one size: CIDR block, and the prefix length of the subnets cut from it. */
export interface Pool {
  readonly base: string;
  readonly size: number;
}

interface Span {
  readonly first: bigint;
  readonly last: bigint;
  readonly bits: 32 | 128;
}

/** First and last address of a block, as bigints. */
function span(cidr: string): Span | undefined {
  const block = parseCidr(cidr);
  if (!block) return undefined;
  const first = BigInt(block.base);
  return { first, last: first + (1n << BigInt(block.bits - block.prefix)) - 1n, bits: block.bits };
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));

/** Pools by address, those inside another one dropped: the order in which the Engine uses them, whatever the user's. */
function usablePools(pools: readonly Pool[]): (Pool & Span)[] {
  const spans = pools.flatMap((pool) => {
    const range = span(pool.base);
    return range ? [{ ...pool, ...range }] : [];
  });
  spans.sort((a, b) => (a.first === b.first ? compare(b.last, a.last) : compare(a.first, b.first)));
  const kept: typeof spans = [];
  for (const one of spans) if (!kept.some((other) => other.first <= one.first && one.last <= other.last)) kept.push(one);
  return kept;
}

/** Whether a subnet that begins at an address lies in its pool. */
const fits = ({ size, bits, last }: Pool & Span, first: bigint): boolean => first + (1n << BigInt(bits - size)) - 1n <= last;

/** The subnet of a pool that begins at an address. */
const subnetAt = ({ size, bits }: Pool & Span, first: bigint): string => `${formatAddress((bits === 128 ? first : Number(first)) as Address)}/${size}`;

/**
 * The subnets that are taken, IPv4 and IPv6 alike; what is no CIDR is passed over. A next free one costs O(log n): below where the last
 * one was found everything is taken until something is given back.
 */
export class SubnetSet {
  readonly #taken = { 32: new Runs(), 128: new Runs() };
  /** Where the search goes on, by pool. */
  readonly #from = new Map<string, bigint>();

  constructor(taken: readonly string[] = []) {
    for (const cidr of taken) this.add(cidr);
  }

  /** Whether a subnet overlaps a taken one. */
  overlaps(cidr: string): boolean {
    const block = span(cidr);
    return block !== undefined && this.#overlapping(block) !== undefined;
  }

  #overlapping({ first, last, bits }: Span): Readonly<Run> | undefined {
    return this.#taken[bits].lastIn(first, last);
  }

  /** Takes a subnet, whether or not it overlaps others. */
  add(cidr: string): void {
    const block = span(cidr);
    if (block) this.#taken[block.bits].add(block.first, block.last);
  }

  /** Gives a subnet back that overlapped no other one. */
  remove(cidr: string): void {
    const block = span(cidr);
    if (block) this.#taken[block.bits].remove(block.first, block.last);
    this.#from.clear();
  }

  /** The first free subnet of a pool from an address on: its first address, which is beyond the pool where none is free. */
  #search({ size, bits, last }: Pool & Span, from: bigint): bigint {
    const length = 1n << BigInt(bits - size);
    let first = from;
    for (;;) {
      const run = this.#overlapping({ first, last: first + length - 1n, bits });
      if (!run || first > last) return first;
      first = (run[1] / length + 1n) * length;
    }
  }

  /** The lowest free subnet of the pools that overlaps nothing taken; undefined when all are used up. It is not taken by that. */
  next(pools: readonly Pool[]): string | undefined {
    for (const pool of usablePools(pools)) {
      const key = `${pool.base} ${pool.size}`;
      const first = this.#search(pool, this.#from.get(key) ?? pool.first);
      this.#from.set(key, first);
      if (fits(pool, first)) return subnetAt(pool, first);
    }
    return undefined;
  }

  /**
   * The next free subnet after `last`, the one given before, in the order of the pools; from the front where there is none, and again
   * once the end is reached. Undefined when all are used up.
   */
  nextAfter(pools: readonly Pool[], last: string | undefined): string | undefined {
    const all = pools.flatMap((pool) => {
      const range = span(pool.base);
      return range ? [{ ...pool, ...range }] : [];
    });
    const before = last === undefined ? undefined : span(last);
    const at = before ? all.findIndex((pool) => pool.bits === before.bits && pool.first <= before.first && before.last <= pool.last) : -1;
    const rotated = at < 0 ? all : [...all.slice(at + 1), ...all.slice(0, at + 1)];
    const current = at < 0 ? undefined : all[at];
    for (const [pool, from] of [...(current && before ? [[current, before.last + 1n] as const] : []), ...rotated.map((one) => [one, one.first] as const)]) {
      const first = this.#search(pool, from);
      if (fits(pool, first)) return subnetAt(pool, first);
    }
    return undefined;
  }
}
