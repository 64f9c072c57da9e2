import { failure } from "../api/index.ts";
import type { CommandContext } from "./command.ts";

/** Content of a secret or config, from a file or from standard input ("-"), as base64. Fails in docker's words. */
export async function readContent(context: CommandContext, path: string, limit: number): Promise<string> {
  const bytes = path === "-" ? await context.streams.readStdin() : await readFile(context, path);
  if (bytes.length === 0 && context.profile.refusesEmptyData) throw failure("object-cli-empty", { from: path === "-" ? "STDIN" : path });
  return Buffer.from(bytes.subarray(0, limit)).toString("base64");
}

async function readFile(context: CommandContext, path: string): Promise<Uint8Array> {
  try {
    return await context.readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const cause = code === "EISDIR" ? "read {}: is a directory" : `open {}: ${code === "EACCES" ? "permission denied" : "no such file or directory"}`;
    throw failure("object-cli-open", { path, cause: cause.replace("{}", path) });
  }
}
