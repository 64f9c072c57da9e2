/** Milliseconds that only go on, and what is to happen later; what waits keeps no process alive. */
export const realTimers = {
  now: (): number => Number(process.hrtime.bigint()) / 1e6,
  later: (run: () => void, ms: number): (() => void) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};
