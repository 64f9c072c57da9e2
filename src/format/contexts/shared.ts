import type { StringMap } from "../../api/index.ts";
import { humanDuration } from "../units.ts";

/** The short form of an ID. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

/** Labels as lists show them: "a=1,b=2", sorted (docker's own order is random). */
export function labelText(labels: StringMap | null | undefined): string {
  return Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** A word with its first letter in upper case, the rest in lower. */
export function prettyWord(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

/** How long ago a time of the API was, in words without "ago". */
export function since(time: string, now: Date): string {
  return humanDuration(now.getTime() - Date.parse(time.replace(/(\.\d{3})\d*Z$/, "$1Z")));
}
