import type { CommandSpec } from "../command.ts";

/** What exit statuses mean for every command: 125 is docker's for a flag that is not there. */
const COMMON: Readonly<Record<string, string>> = { 0: "Done", 1: "It failed; standard error says why", 125: "A flag that is not there" };

/** Exit statuses of a command with what each means, in their order; the one for all others, if there is one, is called "other" and comes last. */
export function statusesOf({ statuses }: Pick<CommandSpec, "statuses">): [status: string, meaning: string][] {
  return Object.entries({ ...COMMON, ...statuses });
}

/** The end of a command's help, for commands that have examples: those, and what the exit statuses mean. Begins with a blank line. */
export function lessons(spec: Pick<CommandSpec, "examples" | "statuses">): string {
  const examples = (spec.examples ?? []).map(({ what, line }) => `  # ${what}\n  ${line}\n`).join("\n");
  const statuses = statusesOf(spec).map(([status, meaning]) => `  ${status.padEnd(6)} ${meaning}\n`);
  return `\nExamples:\n${examples}\nExit status:\n${statuses.join("")}`;
}
