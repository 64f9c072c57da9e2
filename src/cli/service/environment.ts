import { failure } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import type { CommandContext } from "../command.ts";

/** A variable of the command line: `NAME` alone takes the value of the surroundings, or stays bare. */
export function withValue(text: string, env: CommandContext["env"]): string {
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

/**
 * The environment of a service: files first, then single variables. A later value of a name puts the earlier one away and stands
 * at the end; what is given twice alike, and a name without a value, stay.
 */
export async function readEnvironment(context: CommandContext, files: readonly string[], variables: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const file of files) all.push(...(await fileLines(context, file)));
  all.push(...variables.map((text) => withValue(text, context.env)));
  let kept: string[] = [];
  for (const text of all) {
    const name = `${text.split("=")[0]}=`;
    kept = [...kept.filter((one) => one === text || !one.startsWith(name)), text];
  }
  return kept;
}
