import type { FileTarget } from "../../api/index.ts";
import { parseUnsigned } from "../../values/go-numbers.ts";
import { type FlagValue, FlagValueError } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { readCsv } from "./csv.ts";
import { gathered } from "./values.ts";

/** A secret or config that a service is to use, by name. */
export interface FileReference {
  readonly source: string;
  readonly file: FileTarget;
}

const DEFAULT_MODE = 0o444;

function mode(text: string): number {
  try {
    return parseUnsigned(text, 32);
  } catch (error) {
    throw error instanceof FlagValueError ? new FlagValueError(`invalid mode specified: ${error.message}`) : error;
  }
}

function parse(kind: "secret" | "config", text: string, { newValueWords }: CliProfile): FileReference {
  const fields = readCsv(text);
  const file: FileTarget = { Name: "", UID: "0", GID: "0", Mode: DEFAULT_MODE };
  if (fields.length === 1 && !(fields[0] as string).includes("=")) return { source: fields[0] as string, file: { ...file, Name: fields[0] as string } };
  let source = "";
  for (const field of fields) {
    const at = field.indexOf("=");
    if (at <= 0) throw new FlagValueError(`invalid field '${field}' must be a key=value pair`);
    const [name, value] = [field.slice(0, at), field.slice(at + 1)];
    const key = name.toLowerCase();
    if (key === "source" || key === "src") source = value;
    else if (key === "target") file.Name = value;
    else if (key === "uid") file.UID = value;
    else if (key === "gid") file.GID = value;
    else if (key === "mode") file.Mode = mode(value);
    else throw new FlagValueError(`invalid field in ${kind} request: ${newValueWords ? name : key}`);
  }
  if (source === "") throw new FlagValueError("source is required");
  return { source, file: { ...file, Name: file.Name || source } };
}

/** `--secret` or `--config`. */
export const fileReference =
  (kind: "secret" | "config") =>
  (profile: CliProfile): FlagValue<FileReference[]> =>
    gathered<FileReference>(kind, (all, text) => all.push(parse(kind, text, profile)))();
