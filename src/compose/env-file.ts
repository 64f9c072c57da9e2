import { failure } from "../api/errors.ts";
import type { Lookup } from "./interpolate.ts";

/**
 * The variables of an env file, in its order: `NAME=value` as it stands, a name alone with its value in the dependencies
 * or not at all. Throws compose-env-file.
 */
export function parseEnvFile(text: string, path: string, lookup: Lookup): [string, string][] {
  const variables: [string, string][] = [];
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const line = raw.trimStart();
    if (line === "" || line.startsWith("#")) continue;
    const at = line.indexOf("=");
    const name = at < 0 ? line : line.slice(0, at);
    if (name === "") throw failure("compose-env-file", { path, problem: `no variable name on line '${line}'` });
    if (/[ \t]/.test(name)) throw failure("compose-env-file", { path, problem: `variable '${name}' contains whitespaces` });
    const value = at < 0 ? lookup(name) : line.slice(at + 1);
    if (value !== undefined) variables.push([name, value]);
  }
  return variables;
}
