import { failure } from "../../api/index.ts";
import type { StackConfig } from "../../compose/types.ts";
import { own } from "../../values/own.ts";
import type { CommandContext, Flags } from "../command.ts";
import { logged } from "../log.ts";
import { flag } from "../options/flag.ts";
import { strings } from "../options/values.ts";

/** `-c, --compose-file`. */
export const COMPOSE_FILE = flag("compose-file", strings(), 'Stack files, in order; "-" is standard input', { short: "c" });

/** Largest stack file that is read, in bytes. */
const LIMIT = 16 * 1024 * 1024;

async function readStackFile(context: CommandContext, path: string): Promise<string> {
  const bytes = path === "-" ? await context.streams.readStdin() : await readNamed(context, path);
  if (bytes.length > LIMIT) throw failure("compose-too-large", { path, size: `${bytes.length} bytes`, limit: `${LIMIT} bytes` });
  return Buffer.from(bytes).toString();
}

/** A file that the user named, or that a stack file names. Fails in Go's words. */
export async function readNamed(context: Pick<CommandContext, "readFile">, path: string): Promise<Uint8Array> {
  try {
    return await context.readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EISDIR") throw failure("cli-read-folder", { path });
    if (code === "EACCES") throw failure("cli-open-denied", { path });
    throw failure("cli-open-file", { path });
  }
}

/** What stack files say, as `stack config` and `stack deploy` load them; `ignored` is what deploy says of keys without effect. */
export async function loadFiles(
  context: CommandContext,
  flags: Flags<{ readonly "compose-file": string[] }>,
  skipInterpolation = false,
): Promise<{ config: StackConfig; ignored: string }> {
  const paths = flags.get("compose-file");
  if (paths.length === 0) throw failure("compose-no-file");
  const { loadStack } = await import("../../compose/load.ts");
  const { ignoredOptions } = await import("../../compose/warnings.ts");
  const texts: string[] = [];
  for (const path of paths) texts.push(await readStackFile(context, path));
  const first = paths[0] as string;
  const folder = first === "-" && paths.length === 1 ? context.resolvePath(".") : context.resolvePath(first).replace(/\/[^/]*$/, "") || "/";
  const { config, files } = await loadStack(texts, {
    folder,
    lookup: (name) => own(context.env, name),
    readText: async (path) => Buffer.from(await readNamed(context, path)).toString(),
    warn: (message) => context.streams.err(`${logged(context, message)}\n`),
    skipInterpolation,
    dialect: context.profile.stackFiles,
  });
  return { config, ignored: ignoredOptions(files) };
}
