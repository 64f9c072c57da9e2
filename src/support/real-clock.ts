import type { Clock } from "./clock.ts";

/** The wall clock, with the nanoseconds that the monotonic one adds since the process started. */
export function realClock(): Clock {
  const start = BigInt(Date.now()) * 1_000_000n;
  const origin = process.hrtime.bigint();
  return { now: () => start + (process.hrtime.bigint() - origin) };
}

/** A clock that stands still at `epoch`, seconds since 1970 as SOURCE_DATE_EPOCH has them; null when that is no whole number. */
export function fixedClock(epoch: string): Clock | null {
  if (!/^\d{1,12}$/.test(epoch)) return null;
  const now = BigInt(epoch) * 1_000_000_000n;
  return { now: () => now };
}
