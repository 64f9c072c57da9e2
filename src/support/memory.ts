/** Bytes of the heap from which on it is looked at for what is no longer needed. */
const MUCH = 700_000_000;

/**
 * Collects garbage where much of the heap may be some. Left alone, Node lets it grow to four gigabytes first; what a swarm of a million
 * tasks needs at a time is less than a third of that.
 */
export async function releaseMemory(): Promise<void> {
  if (process.memoryUsage().heapUsed < MUCH) return;
  // Most processes never need these, which take longer to load than a command takes to run.
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([import("node:v8"), import("node:vm")]);
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
