import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of the heap from which on it is looked at for what is no longer needed. */
const MUCH = 700_000_000;

/**
 * Collects garbage where much of the heap may be some. Left alone, Node lets it grow to four gigabytes first; what a swarm of a million
 * tasks needs at a time is less than a third of that.
 */
export function releaseMemory(): void {
  if (getHeapStatistics().used_heap_size < MUCH) return;
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
