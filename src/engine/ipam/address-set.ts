import { type Address, type Cidr, holds, parseCidr } from "../../values/cidr.ts";

/**
 * The addresses of one pool, taken or free. Reserved from the start: the network address, and for IPv4 with more than one
 * host bit the broadcast address. With an ip-range, addresses in turn come from the range alone, and none of the range is
 * reserved but what the subnet reserves. Addresses are kept as offsets from the subnet's base in runs of taken ones, so a
 * next free one costs O(log n).
 */
export class AddressSet {
  readonly #subnet: Cidr;
  readonly #range: { readonly first: bigint; readonly last: bigint };
  /** Taken offsets as sorted, disjoint, non-adjacent runs [first, last]. */
  readonly #runs: [bigint, bigint][] = [];
  readonly #last: bigint;

  /** `subnet` and `range` are CIDR blocks, the range inside the subnet; throws a RangeError for what is no CIDR. */
  constructor(subnet: string, range?: string) {
    const cidr = parseCidr(subnet);
    if (!cidr) throw new RangeError(`no CIDR: ${subnet}`);
    this.#subnet = cidr;
    this.#last = (1n << BigInt(cidr.bits - cidr.prefix)) - 1n;
    const inner = range ? parseCidr(range) : undefined;
    const first = inner ? this.#offset(inner.base) : 0n;
    this.#range = { first, last: inner ? first + (1n << BigInt(inner.bits - inner.prefix)) - 1n : this.#last };
    const pointToPoint = cidr.bits - cidr.prefix <= 1;
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

  /** Index of the last run that starts at or before an offset; -1 when there is none. */
  #runAt(offset: bigint): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle] as [bigint, bigint])[0] <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #isTaken(offset: bigint): boolean {
    const run = this.#runs[this.#runAt(offset)];
    return run !== undefined && offset <= run[1];
  }

  #add(offset: bigint): boolean {
    if (this.#isTaken(offset)) return false;
    const at = this.#runAt(offset);
    const before = this.#runs[at];
    const after = this.#runs[at + 1];
    const joinsBefore = before !== undefined && before[1] === offset - 1n;
    const joinsAfter = after !== undefined && after[0] === offset + 1n;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      this.#runs.splice(at + 1, 1);
    } else if (joinsBefore) before[1] = offset;
    else if (joinsAfter) after[0] = offset;
    else this.#runs.splice(at + 1, 0, [offset, offset]);
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
    const at = this.#runAt(offset);
    const [first, last] = this.#runs[at] as [bigint, bigint];
    const rest: [bigint, bigint][] = [];
    if (first < offset) rest.push([first, offset - 1n]);
    if (offset < last) rest.push([offset + 1n, last]);
    this.#runs.splice(at, 1, ...rest);
    return true;
  }

  /** First free offset in [from, to]. */
  #free(from: bigint, to: bigint): bigint | undefined {
    if (from > to) return undefined;
    const run = this.#runs[this.#runAt(from)];
    const free = run !== undefined && from <= run[1] ? run[1] + 1n : from;
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
