import { type EventsOptions, type Filters, failure } from "../api/index.ts";

/** Whether a query says yes, as the Engine reads booleans: anything but "", 0, no, false and none. */
export function flagOf(query: URLSearchParams, name: string): boolean {
  return !["", "0", "no", "false", "none"].includes((query.get(name) ?? "").trim().toLowerCase());
}

/** The `filters` query: `{"key":["value"]}`, or the older `{"key":{"value":true}}`. Throws api-filters. */
export function filtersOf(query: URLSearchParams): Filters {
  const text = query.get("filters") ?? "";
  if (text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw failure("api-filters");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw failure("api-filters");
  return Object.fromEntries(
    Object.entries(value).map(([key, given]) => {
      const values = Array.isArray(given) ? given : typeof given === "object" && given !== null ? Object.keys(given) : undefined;
      if (!values?.every((one) => typeof one === "string")) throw failure("api-filters");
      return [key, values as string[]];
    }),
  );
}

/** The `version` of a swarm object that an update is meant for. Throws api-version-number. */
export function versionOf(query: URLSearchParams, kind: string): number {
  const value = query.get("version") ?? "";
  if (!/^\d{1,19}$/.test(value)) throw failure("api-version-number", { kind, value });
  return Number(value);
}

/** A time of `/events` in nanoseconds: seconds with up to nine places, as docker's clients send it. Throws api-number. */
function timeOf(value: string | null): bigint | undefined {
  if (!value) return undefined;
  const [, seconds, fraction = ""] = /^(-?\d{1,15})(?:\.(\d{1,9}))?$/.exec(value) ?? [];
  if (seconds === undefined) throw failure("api-number", { value });
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** The query of `/events`. Throws api-number, events-times and api-filters. */
export function eventsOptions(query: URLSearchParams): EventsOptions {
  const since = timeOf(query.get("since"));
  const until = timeOf(query.get("until"));
  if (since !== undefined && until !== undefined && until < since)
    throw failure("events-times", { since: query.get("since") ?? "", until: query.get("until") ?? "" });
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }), filters: filtersOf(query) };
}
