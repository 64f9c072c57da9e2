import { failure } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import type { CommandContext } from "../command.ts";

/** A variable of the command line: `NAME` alone takes the value of the surroundings, or stays bare. */
function withValue(text: string, env: CommandContext["env"]): string {
  if (text.includes("=")) return text;
  const value = own(env, text);
  return value === undefined ? text : `${text}=${value}`;
}

/** Lines of a file of variables; comments and empty lines are left out, bare names without a value, too. */
async function fileLines(context: CommandContext, path: string): Promise<string[]> {
  let text: string;
  try {
    text = Buffer.from(await context.readFile(path)).toString();
  } catch {
    throw failure("cli-open-file", { path });
  }
  const lines = text.split(/\r?\n/).map((line) => line.trimStart());
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => (line.includes("=") || own(context.env, line) !== undefined ? [withValue(line, context.env)] : []));
}

/** The environment of a service: files first, then single variables; a later value of a name takes the earlier one's place. */
export async function readEnvironment(context: CommandContext, files: readonly string[], variables: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const file of files) all.push(...(await fileLines(context, file)));
  all.push(...variables.map((text) => withValue(text, context.env)));
  const byName = new Map<string, string>();
  for (const text of all) byName.set(text.split("=")[0] as string, text);
  return [...byName.values()];
}
