import { type EventsOptions, type Filters, failure } from "../api/index.ts";

/** Whether a query says yes, as the Engine reads booleans: anything but "", 0, no, false and none. */
export function flagOf(query: URLSearchParams, name: string): boolean {
  return !["", "0", "no", "false", "none"].includes((query.get(name) ?? "").trim().toLowerCase());
}

/** The values of one filter: a list of them, or the older map of those that hold. Undefined for what is neither. */
function valuesOf(given: unknown): string[] | undefined {
  if (given === null) return [];
  const values = Array.isArray(given) ? given : Object.keys(given as object);
  const right = Array.isArray(given) ? given.every((one) => typeof one === "string") : Object.values(given as object).every((one) => typeof one === "boolean");
  return typeof given === "object" && right ? values : undefined;
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
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw failure("api-filters");
  return Object.fromEntries(
    Object.entries(value).map(([key, given]) => {
      const values = valuesOf(given);
      if (!values || key === "") throw failure("api-filters");
      return [key, values];
    }),
  );
}

/** A boolean of a query as Go's strconv.ParseBool reads it; false where it is absent or empty. Throws `refusal`. */
export function strictFlagOf(query: URLSearchParams, name: string, refusal: "api-bool" | "api-flag" = "api-bool"): boolean {
  const value = query.get(name) ?? "";
  if (["", "0", "f", "F", "false", "FALSE", "False"].includes(value)) return false;
  if (["1", "t", "T", "true", "TRUE", "True"].includes(value)) return true;
  throw failure(refusal, { name, value });
}

/** The `version` of a swarm object that an update is meant for. Throws api-version-number. */
export function versionOf(query: URLSearchParams, kind: string): number {
  const value = query.get("version") ?? "";
  const isWhole = /^\d+$/.test(value) && BigInt(value) < 2n ** 64n;
  if (!isWhole && (kind === "secret" || kind === "config")) throw failure("api-object-version", { kind });
  if (!/^\d+$/.test(value)) throw failure("api-version-number", { kind, value, problem: "invalid syntax" });
  if (BigInt(value) >= 2n ** 64n) throw failure("api-version-number", { kind, value, problem: "value out of range" });
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
