import { type Filters, failure, type StringMap } from "../api/index.ts";
import { loadGoRegexps, matchesGo } from "../values/go-regexp.ts";
import { own } from "../values/own.ts";

/** Refuses filters whose key an endpoint does not know, in the Engine's words. */
export function validateFilters(filters: Filters, known: readonly string[]): void {
  for (const key of Object.keys(filters)) if (!known.includes(key)) throw key === "" ? failure("api-filters") : failure("filter-unknown", { key });
}

/** Whether any value of a filter fits; a filter that was not given fits all. */
export function anyOf(values: readonly string[] | undefined, fits: (value: string) => boolean): boolean {
  return !values || values.length === 0 || values.some(fits);
}

/** Whether labels have all that is asked for: `key`, or `key=value`. */
export function hasLabels(values: readonly string[] | undefined, labels: StringMap | null | undefined): boolean {
  return (values ?? []).every((value) => {
    const at = value.indexOf("=");
    return at < 0 ? own(labels, value) !== undefined : own(labels, value.slice(0, at)) === value.slice(at + 1);
  });
}

/**
 * Whether labels have what is asked of an object of the swarm (not of a network). Each key is looked at once, with the value
 * given first (the engine takes any one of them); an empty value is none.
 */
export function hasSwarmLabels(values: readonly string[] | undefined, labels: StringMap | null | undefined): boolean {
  const requested = new Map<string, string>();
  for (const value of values ?? []) {
    const key = value.replace(/=.*/s, "");
    if (!requested.has(key)) requested.set(key, value.replace(/=$/, ""));
  }
  return [...requested.values()].every((value) => hasLabels([value], labels));
}

/** Keys of filters whose values are patterns. */
const PATTERNS = ["id", "name"];
/** Signs that mean something in a pattern. */
const SPECIAL = /[\\^$.|?*+()[\]{}]/;

/** Loads what is needed for the patterns among filters; nothing where their values are plain names. */
export async function preparePatterns(filters: Filters): Promise<void> {
  if (PATTERNS.some((key) => filters[key]?.some((value) => SPECIAL.test(value)))) await loadGoRegexps();
}

/**
 * Whether a value of a name or id filter fits: the same text, or a pattern that matches anywhere. One that Go refuses fits nothing, without a
 * word, as on the engine. Patterns need {@link preparePatterns} first.
 */
export function matches(pattern: string, text: string): boolean {
  return SPECIAL.test(pattern) ? pattern === text || matchesGo(pattern, text) : text.includes(pattern);
}
