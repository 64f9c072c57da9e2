import type { ListOptions } from "../../format/list.ts";
import type { CommandContext, Flags, FlagValue } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { flag } from "./flag.ts";
import { bool, filter, single } from "./values.ts";

/** A format; where the word `json` has no meaning of its own it is a template like any other, which prints the word. */
const format =
  () =>
  (profile: CliProfile): FlagValue<string> =>
    single("string", (text) => (text === "json" && !profile.jsonFormat ? '{{"json"}}' : text), "", "")();

/** `--format` of a list. */
export const FORMAT = flag("format", format(), "Format the output: 'table', 'table TEMPLATE', 'json', or a Go template");
/** `-f, --format` of an inspect. */
export const INSPECT_FORMAT = flag("format", format(), "Format the output: 'json', or a Go template", { short: "f" });
/** `-f, --filter`. */
export const FILTER = flag("filter", filter(), "Show only what meets the conditions", { short: "f" });
/** `-q, --quiet` of a list. */
export const QUIET = flag("quiet", bool(), "Show only IDs", { short: "q" });
/** `--no-trunc`. */
export const NO_TRUNC = flag("no-trunc", bool(), "Do not shorten the output");

/** How a list was asked for; without --format and -q the user's config.json decides (`key`). */
export function listOptions(
  context: CommandContext,
  flags: Flags<{ readonly format: string; readonly quiet: boolean }>,
  key: string,
  noTrunc = false,
): ListOptions {
  const given = flags.get("format");
  const quiet = flags.get("quiet");
  const fallback = context.config[key];
  return { format: given || (!quiet && typeof fallback === "string" ? fallback : ""), quiet, noTrunc, now: context.now() };
}
