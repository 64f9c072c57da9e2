import { failure } from "../../api/index.ts";
import type { ArgsRule, CommandSpec } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";

/** A command as errors of use name it. */
export interface Used {
  /** Name of the program: "docker" or "dryswarm". */
  readonly program: string;
  /** Words of the command: "docker network create". */
  readonly path: string;
  /** Usage line: "docker network create [OPTIONS] NETWORK". */
  readonly usage: string;
  /** The whole help, which the errors of older command lines end with where a command has commands of its own. */
  readonly help?: () => string;
}

/** Usage line of a command at a path. */
export const usageLine = (spec: CommandSpec, path: string): string => [path, ...spec.use.split(" ").slice(1)].join(" ");

/** End of an error about flags: usage and pointer to the help, as this version of the command line has them. */
export function flagTrailer({ path, usage, help }: Used, profile: CliProfile): string {
  if (!profile.shortUsageErrors) return `\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information`;
  return `\nSee '${path} --help'.${help ? `\n\n${help()}` : ""}`;
}

const plural = (count: number): string => (count === 1 ? "argument" : "arguments");

/**
 * Checks the number of positional arguments as docker's cli.NoArgs, ExactArgs, RequiresMinArgs and RequiresRangeArgs do. Throws the
 * cli-*-arguments errors.
 */
export function checkArguments(rule: ArgsRule, count: number, command: Used, profile: CliProfile): void {
  const { program, path, usage } = command;
  const blanks = { program, path, trailer: `\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information` };
  const old = { program, path, trailer: `\nSee '${path} --help'.\n\nUsage:  ${usage}\n\n${profile.summary(path.split(" ").slice(1).join(" "))}` };
  const isOld = profile.shortUsageErrors;
  if ("exact" in rule) {
    if (count === rule.exact) return;
    if (rule.exact === 0) throw isOld ? failure("cli-old-no-arguments", old) : failure("cli-no-arguments", blanks);
    const counted = { count: rule.exact, arguments: plural(rule.exact) };
    throw isOld ? failure("cli-old-exact-arguments", { ...old, ...counted }) : failure("cli-exact-arguments", { ...blanks, ...counted });
  }
  if ("max" in rule) {
    if (count >= rule.min && count <= rule.max) return;
    const most = { max: rule.max, arguments: plural(rule.max) };
    if (rule.min === 0) throw isOld ? failure("cli-old-max-arguments", { ...old, ...most }) : failure("cli-max-arguments", { ...blanks, ...most });
    const counted = { min: rule.min, ...most };
    throw isOld ? failure("cli-old-range-arguments", { ...old, ...counted }) : failure("cli-range-arguments", { ...blanks, ...counted });
  }
  if (count >= rule.min) return;
  const counted = { count: rule.min, arguments: plural(rule.min) };
  if (isOld) throw failure("cli-old-min-arguments", { ...old, ...counted });
  throw failure("cli-min-arguments", { ...blanks, ...counted, trailer: `\n\nUsage:  ${usage}\n\nSee '${path} --help' for more information` });
}
