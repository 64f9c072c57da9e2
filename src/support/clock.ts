/** A source of time. Times are RFC 3339 with nanoseconds, UTC, as the Engine API writes them. */
export interface Clock {
  /** Nanoseconds since 1970. */
  now(): bigint;
}

/** Nanoseconds since 1970 as Go's RFC3339Nano in UTC: trailing zeros of the fraction dropped. */
export function formatTime(ns: bigint): string {
  const seconds = ns / 1_000_000_000n;
  const fraction = String(ns % 1_000_000_000n)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

/** The reverse of {@link formatTime}; gives null for text that is no RFC 3339 UTC time. */
export function parseTime(text: string): bigint | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  if (!match) return null;
  const ms = Date.parse(`${match[1]}Z`);
  return Number.isNaN(ms) ? null : BigInt(ms) * 1_000_000n + BigInt((match[2] ?? "").padEnd(9, "0"));
}
