/** A run of numbers, both ends included. */
export type Run = [first: bigint, last: bigint];

/** A set of numbers as sorted, disjoint, non-adjacent runs: what is taken one after the other is one run, and a look-up costs O(log n). */
export class Runs {
  readonly #runs: Run[] = [];

  /** Index of the last run that starts at or before a number; -1 when there is none. */
  #indexAt(at: bigint): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle] as Run)[0] <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The last run that has a number of [first, last]; undefined when none has. */
  lastIn(first: bigint, last: bigint): Readonly<Run> | undefined {
    const run = this.#runs[this.#indexAt(last)];
    return run !== undefined && run[1] >= first ? run : undefined;
  }

  /** Puts [first, last] in, whatever of it is there already. */
  add(first: bigint, last: bigint): void {
    const until = this.#indexAt(last + 1n);
    const before = this.#runs[until];
    if (before === undefined || before[1] < first - 1n) {
      this.#runs.splice(until + 1, 0, [first, last]);
      return;
    }
    let from = before[0] <= first ? until : this.#indexAt(first);
    if (from < 0 || (this.#runs[from] as Run)[1] < first - 1n) from++;
    const joined = this.#runs[from] as Run;
    if (first < joined[0]) joined[0] = first;
    joined[1] = before[1] > last ? before[1] : last;
    if (until > from) this.#runs.splice(from + 1, until - from);
  }

  /** Takes [first, last] out, which one run holds whole. */
  remove(first: bigint, last: bigint): void {
    const at = this.#indexAt(first);
    const run = this.#runs[at];
    if (run === undefined || run[1] < last) return;
    const rest: Run[] = [];
    if (run[0] < first) rest.push([run[0], first - 1n]);
    if (last < run[1]) rest.push([last + 1n, run[1]]);
    this.#runs.splice(at, 1, ...rest);
  }

  [Symbol.iterator](): Iterator<Readonly<Run>> {
    return this.#runs[Symbol.iterator]();
  }
}
