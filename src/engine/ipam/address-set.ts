import type { SubnetUse } from "../../api/index.ts";
import { type Address, type Cidr, holds, parseCidr } from "../../values/cidr.ts";
import { exactInteger } from "../../values/exact-json.ts";
import { Runs } from "./runs.ts";

/**
 * The addresses of one pool, taken or free. Reserved from the start: the network address, and for IPv4 with more than one
 * host bit the broadcast address. With an ip-range, addresses in turn come from the range alone, and none of the range is
 * reserved but what the subnet reserves. Addresses are kept as offsets from the subnet's base in runs of taken ones, so a
 * next free one costs O(log n).
 */
export class AddressSet {
  readonly #subnet: Cidr;
  readonly #range: { readonly first: bigint; readonly last: bigint };
  /** Taken offsets. */
  readonly #runs = new Runs();
  readonly #last: bigint;

  /**
   * `subnet` and `range` are CIDR blocks; of a range, what is inside the subnet counts. Without `pointToPoint`, subnets of two addresses
   * or one have their network and broadcast address reserved like any other. Throws a RangeError for what is no CIDR.
   */
  constructor(subnet: string, range?: string, { pointToPoint: honoured = true }: { pointToPoint?: boolean } = {}) {
    const cidr = parseCidr(subnet);
    if (!cidr) throw new RangeError(`no CIDR: ${subnet}`);
    this.#subnet = cidr;
    this.#last = (1n << BigInt(cidr.bits - cidr.prefix)) - 1n;
    const inner = range ? parseCidr(range) : undefined;
    const first = inner ? this.#offset(inner.base) : 0n;
    const last = inner ? first + (1n << BigInt(inner.bits - inner.prefix)) - 1n : this.#last;
    this.#range = { first: first < 0n ? 0n : first, last: last > this.#last ? this.#last : last };
    const pointToPoint = honoured && cidr.bits - cidr.prefix <= 1;
    if (!(cidr.bits === 32 && pointToPoint)) this.#add(0n);
    if (cidr.bits === 32 && !pointToPoint) this.#add(this.#last);
  }

  #offset(address: Address): bigint {
    return BigInt(address) - BigInt(this.#subnet.base);
  }

  #address(offset: bigint): Address {
    const value = BigInt(this.#subnet.base) + offset;
    return this.#subnet.bits === 32 ? Number(value) : value;
  }

  #isTaken(offset: bigint): boolean {
    return this.#runs.lastIn(offset, offset) !== undefined;
  }

  #add(offset: bigint): boolean {
    if (this.#isTaken(offset)) return false;
    this.#runs.add(offset, offset);
    return true;
  }

  /** Whether an address belongs to the subnet. */
  contains(address: Address): boolean {
    return holds(this.#subnet, address);
  }

  /** Takes this very address; false when it is taken, reserved or outside the subnet. */
  take(address: Address): boolean {
    return this.contains(address) && this.#add(this.#offset(address));
  }

  /** Gives an address back; false when it was not taken. */
  release(address: Address): boolean {
    const offset = this.#offset(address);
    if (!this.contains(address) || !this.#isTaken(offset)) return false;
    this.#runs.remove(offset, offset);
    return true;
  }

  /** First free offset in [from, to]. */
  #free(from: bigint, to: bigint): bigint | undefined {
    if (from > to) return undefined;
    const run = this.#runs.lastIn(from, from);
    const free = run ? run[1] + 1n : from;
    return free <= to ? free : undefined;
  }

  #takeFrom(from: bigint): Address | undefined {
    const { first, last } = this.#range;
    const offset = this.#free(from, last) ?? this.#free(first, from - 1n < last ? from - 1n : last);
    if (offset === undefined) return undefined;
    this.#add(offset);
    return this.#address(offset);
  }

  /** Takes the lowest free address (local networks, gateways); undefined when the pool is full. */
  takeLowest(): Address | undefined {
    return this.#takeFrom(this.#range.first);
  }

  /** Takes the next free address after `last`, the one handed out before, and wraps at the end (swarm networks). */
  takeNext(last: Address | undefined): Address | undefined {
    const from = last === undefined || !this.contains(last) ? this.#range.first : this.#offset(last) + 1n;
    return this.#takeFrom(from > this.#range.last || from < this.#range.first ? this.#range.first : from);
  }

  /** Number of addresses that are taken or reserved, and of those still free in the range. */
  count(): { taken: bigint; free: bigint } {
    let taken = 0n;
    let inRange = 0n;
    for (const [first, last] of this.#runs) {
      taken += last - first + 1n;
      const from = first > this.#range.first ? first : this.#range.first;
      const to = last < this.#range.last ? last : this.#range.last;
      if (from <= to) inRange += to - from + 1n;
    }
    return { taken, free: this.#range.last - this.#range.first + 1n - inRange };
  }
}

/** The most that the Engine counts. */
const MOST = (1n << 64n) - 1n;

/** The count of a set as the Engine shows it: sums beyond 64 bits stay at their largest. */
export function useOf(set: AddressSet): SubnetUse {
  const { taken, free } = set.count();
  const bounded = (count: bigint): number => exactInteger(count > MOST ? MOST : count);
  return { IPsInUse: bounded(taken), DynamicIPsAvailable: bounded(free) };
}
