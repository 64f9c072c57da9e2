/**
 * Go's sort.Slice: a pattern-defeating quicksort that is not stable. Docker sorts with it, and what compares as equal comes in the
 * order that it happens to leave: so it is followed step by step.
 */
export function sortSlice<T>(items: readonly T[], isLess: (a: T, b: T) => boolean): T[] {
  const sorted = [...items];
  new Sorter(sorted, isLess).sort(0, sorted.length, bitLength(sorted.length));
  return sorted;
}

/** Longest part that is sorted by insertion. */
const SHORT = 12;
/** Length from which a pivot is a median of medians, and from which a nearly sorted part is mended. */
const LONG = 50;

const bitLength = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log2(value)) + 1);

type Hint = "increasing" | "decreasing" | "unknown";

class Sorter<T> {
  #swaps = 0;
  constructor(
    private readonly items: T[],
    private readonly isLess: (a: T, b: T) => boolean,
  ) {}

  #less(i: number, j: number): boolean {
    return this.isLess(this.items[i] as T, this.items[j] as T);
  }

  #swap(i: number, j: number): void {
    const item = this.items[i] as T;
    this.items[i] = this.items[j] as T;
    this.items[j] = item;
  }

  /** Sorts from `a` up to but not with `b`; after `limit` bad pivots the rest is sorted as a heap. */
  sort(from: number, to: number, bad: number): void {
    let [a, b, limit, wasBalanced, wasPartitioned] = [from, to, bad, true, true];
    for (;;) {
      const length = b - a;
      if (length <= SHORT) {
        this.#insert(a, b);
        return;
      }
      if (limit === 0) {
        this.#heap(a, b);
        return;
      }
      if (!wasBalanced) {
        this.#breakPatterns(a, b);
        limit--;
      }
      let { pivot, hint } = this.#choosePivot(a, b);
      if (hint === "decreasing") {
        for (let i = a, j = b - 1; i < j; i++, j--) this.#swap(i, j);
        pivot = b - 1 - (pivot - a);
        hint = "increasing";
      }
      if (wasBalanced && wasPartitioned && hint === "increasing" && this.#mend(a, b)) return;
      if (a > 0 && !this.#less(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const { mid, already } = this.#partition(a, b, pivot);
      wasPartitioned = already;
      const least = Math.floor(length / 8);
      if (mid - a < b - mid) {
        wasBalanced = mid - a >= least;
        this.sort(a, mid, limit);
        a = mid + 1;
      } else {
        wasBalanced = b - mid >= least;
        this.sort(mid + 1, b, limit);
        b = mid;
      }
    }
  }

  #insert(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
  }

  #heap(a: number, b: number): void {
    for (let i = Math.floor((b - a - 1) / 2); i >= 0; i--) this.#sift(i, b - a, a);
    for (let i = b - a - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      this.#sift(0, i, a);
    }
  }

  #sift(lo: number, hi: number, first: number): void {
    for (let root = lo; ; ) {
      let child = 2 * root + 1;
      if (child >= hi) return;
      if (child + 1 < hi && this.#less(first + child, first + child + 1)) child++;
      if (!this.#less(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  #partition(a: number, b: number, pivot: number): { mid: number; already: boolean } {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (let already = true; ; already = false) {
      while (i <= j && this.#less(i, a)) i++;
      while (i <= j && !this.#less(j, a)) j--;
      if (i > j) {
        this.#swap(j, a);
        return { mid: j, already };
      }
      this.#swap(i++, j--);
    }
  }

  /** Puts what equals the pivot before what is greater: there is nothing less. */
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#less(a, i)) i++;
      while (i <= j && this.#less(a, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }

  /** Sorts a part that is nearly sorted; false where it is not. */
  #mend(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < 5; step++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < LONG) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#less(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  /** Scatters a few items, by numbers that follow from the length. */
  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    let random = BigInt(length);
    const mask = (1n << BigInt(bitLength(length))) - 1n;
    const at = a + Math.floor(length / 4) * 2 - 1;
    for (let i = 0; i < 3; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.#swap(at - 1 + i, a + (other >= length ? other - length : other));
    }
  }

  #choosePivot(a: number, b: number): { pivot: number; hint: Hint } {
    const quarter = Math.floor((b - a) / 4);
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    this.#swaps = 0;
    if (b - a >= LONG) [i, j, k] = [this.#median(i - 1, i, i + 1), this.#median(j - 1, j, j + 1), this.#median(k - 1, k, k + 1)];
    const pivot = this.#median(i, j, k);
    return { pivot, hint: this.#swaps === 0 ? "increasing" : this.#swaps === 12 ? "decreasing" : "unknown" };
  }

  #median(one: number, two: number, three: number): number {
    let [a, b, c] = [one, two, three];
    const order = (x: number, y: number): [number, number] => {
      if (!this.#less(y, x)) return [x, y];
      this.#swaps++;
      return [y, x];
    };
    [a, b] = order(a, b);
    [b, c] = order(b, c);
    return order(a, b)[1];
  }
}
