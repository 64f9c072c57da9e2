import type { FlagSpec } from "../command.ts";

/** A flag of a command: long name, value, help text in our own words, and what is special about it. */
export function flag(name: string, value: FlagSpec["value"], usage: string, more: Pick<FlagSpec, "short" | "hidden" | "deprecated" | "own"> = {}): FlagSpec {
  return { name, value, usage, ...more };
}
