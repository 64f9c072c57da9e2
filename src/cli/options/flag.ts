import type { FlagSpec, FlagValue } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";

/** A flag of a command: long name, value, help text in our own words, and what is special about it. */
export function flag<const Name extends string, T>(
  name: Name,
  value: (profile: CliProfile) => FlagValue<T>,
  usage: string,
  more: Pick<FlagSpec, "short" | "hidden" | "deprecated" | "own"> = {},
): FlagSpec<Name, T> {
  return { name, value, usage, ...more };
}
