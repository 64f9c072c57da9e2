import { failure } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import type { CommandContext } from "../command.ts";

/** A variable of the command line: `NAME` alone takes the value of the dependencies, or stays bare. */
export function withValue(text: string, env: CommandContext["env"]): string {
  if (text.includes("=")) return text;
  const value = own(env, text);
  return value === undefined ? text : `${text}=${value}`;
}

/** Variables of a file, those without a value left out. Fails for a file that cannot be read, and for what is no name. */
async function fileLines(context: CommandContext, path: string): Promise<string[]> {
  const { parseEnvFile } = await import("../../compose/env-file.ts");
  if (path === "") throw failure("cli-open-file", { path });
  const bytes = await context.readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EISDIR") throw failure("compose-env-file", { path, problem: `read ${path}: is a directory` });
    throw failure(error.code === "EACCES" ? "cli-open-denied" : "cli-open-file", { path });
  });
  return parseEnvFile(Buffer.from(bytes).toString(), path, (name) => own(context.env, name)).map(([name, value]) => `${name}=${value}`);
}

/**
 * The environment of a service: files first, then single variables. A later value of a name puts the earlier one away and stands
 * at the end; what is given twice alike, and a name without a value, stay.
 */
export async function readEnvironment(context: CommandContext, files: readonly string[], variables: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const file of files) all.push(...(await fileLines(context, file)));
  all.push(...variables.map((text) => withValue(text, context.env)));
  /** What comes later of each name: one text, be it there more than once, or several. */
  const later = new Map<string, string | undefined>();
  const kept = all.toReversed().filter((text) => {
    const name = text.split("=")[0] as string;
    const isKept = !text.includes("=") || !later.has(name) || later.get(name) === text;
    later.set(name, !later.has(name) || later.get(name) === text ? text : undefined);
    return isKept;
  });
  return kept.reverse();
}
