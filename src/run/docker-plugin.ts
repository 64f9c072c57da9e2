import { lstatSync, readlinkSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { failure } from "../api/index.ts";
import { GLOBAL_FLAGS } from "../cli/dispatch/globals.ts";
import { FlagParser } from "../cli/dispatch/pflag.ts";
import type { CliProfile } from "../cli/profiles/index.ts";
import { makeFolder } from "../support/make-folder.ts";
import { VERSION } from "../version.ts";

/**
 * The program as a plugin of the docker command line: `docker dryswarm plan …` runs `docker-dryswarm dryswarm plan …` out of a
 * cli-plugins folder, once that has said what it is. After docker/cli, cli-plugins/manager.
 * @module
 */

/** Name of a plugin's file for the command `docker dryswarm`. */
export const PLUGIN_FILE = "docker-dryswarm";
/** Name of the command among docker's own. */
const COMMAND = "dryswarm";

/** What docker asks a plugin for before it runs it: JSON of version 0.1.0 of the protocol. */
const METADATA = {
  SchemaVersion: "0.1.0",
  Vendor: "dryswarm",
  Version: VERSION,
  ShortDescription: "Dry-run Docker Swarm networking",
};

/** What a plugin is called with: text to print, or words of a command line of dryswarm's, and what is printed after that has run. */
export type PluginCall = { readonly print: string } | { readonly argv: readonly string[]; readonly after: string };

/** Ends a list of completions: no file names, as cobra's scripts read it. */
const NO_FILES = ":4\n";

/** Words in front of the name of the command: docker's global flags, which dryswarm takes, too. Throws the cli-flag errors. */
function withoutName(words: readonly string[], profile: CliProfile): string[] {
  const { args, rest } = new FlagParser(GLOBAL_FLAGS, { stop: true, profile, trailer: () => "" }).parse(words);
  if (args[0] !== COMMAND) return [...words];
  return [...words.slice(0, words.length - rest.length - 1), ...rest];
}

/** Reads what docker calls a plugin with. Throws the cli-flag errors. */
export function pluginCall(words: readonly string[], profile: CliProfile): PluginCall {
  const [first = "", second, ...rest] = words;
  if (first === "docker-cli-plugin-metadata") return { print: `${JSON.stringify(METADATA)}\n` };
  if (first.startsWith("__complete") && second === COMMAND) return { argv: ["__complete", ...rest], after: NO_FILES };
  if (first === "help" && second === COMMAND) return { argv: [...rest, "--help"], after: "" };
  return { argv: withoutName(words, profile), after: "" };
}

/** Whether a path is there, and is a link to this program or another copy of it. */
function kindOf(path: string): "none" | "ours" | "other" {
  try {
    lstatSync(path);
  } catch {
    return "none";
  }
  try {
    return /^dryswarm(\.js|-\w+-\w+)?$/.test(basename(readlinkSync(path))) ? "ours" : "other";
  } catch {
    return "other";
  }
}

/** Throws plugin-write with what the file system says. */
function attempt(path: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    throw failure("plugin-write", { path, cause: (error as Error).message });
  }
}

/**
 * Links the program at `entry` into the cli-plugins folder of a docker configuration folder, which is made where it is not there; returns
 * the path of the link. Throws plugin-other where something else has that name, and plugin-write.
 */
export function installPlugin(config: string, entry: string): string {
  const path = join(config, "cli-plugins", PLUGIN_FILE);
  if (kindOf(path) === "other") throw failure("plugin-other", { path });
  attempt(path, () => {
    makeFolder(join(config, "cli-plugins"));
    rmSync(path, { force: true });
    symlinkSync(realpathSync(entry), path);
  });
  return path;
}

/** Removes the link; returns its path. Throws plugin-none, plugin-other and plugin-write. */
export function removePlugin(config: string): string {
  const path = join(config, "cli-plugins", PLUGIN_FILE);
  const kind = kindOf(path);
  if (kind === "none") throw failure("plugin-none", { path });
  if (kind === "other") throw failure("plugin-other", { path });
  attempt(path, () => rmSync(path));
  return path;
}
