import type { CommandSpec, FlagSpec } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import type { Group, Loader } from "./tree.ts";

/** Width that help is wrapped to without a terminal. */
const DEFAULT_WIDTH = 80;
/** A line may be this much longer where it saves an orphan word. */
const SLOP = 5;
/** Less room than this is not worth wrapping into. */
const LEAST_ROOM = 24;

/** The first piece of a text that fits into `room`, and the rest. */
function cut(room: number, text: string): [string, string] {
  if (room + SLOP > text.length) return [text, ""];
  const at = text.slice(0, room).search(/[ \t\n][^ \t\n]*$/);
  return at <= 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function wrap(indent: number, width: number, text: string): string {
  let left = indent;
  let out = "";
  if (width - left < LEAST_ROOM) {
    left = 16;
    out = `\n${" ".repeat(left)}`;
  }
  if (width - left < LEAST_ROOM) return text;
  let [line, rest] = cut(width - left - SLOP, text);
  out += line;
  while (rest !== "") {
    [line, rest] = cut(width - left - SLOP, rest);
    out += `\n${" ".repeat(left)}${line}`;
  }
  return out;
}

function head(spec: FlagSpec, profile: CliProfile): string {
  const value = spec.value(profile);
  const type = value.isBool ? "" : ` ${value.typeName}`;
  return `${spec.short ? `  -${spec.short}, ` : "      "}--${spec.name}${type}`;
}

/** The table of flags as pflag prints it: by name, descriptions in one column, wrapped. */
export function flagTable(flags: readonly FlagSpec[], columns: number, profile: CliProfile): string {
  const shown = flags.filter((spec) => !spec.hidden && !spec.deprecated).sort((a, b) => (a.name < b.name ? -1 : 1));
  const width = (columns || DEFAULT_WIDTH) - 1;
  const longest = Math.max(...shown.map((spec) => head(spec, profile).length));
  const lines = shown.map((spec) => {
    const text = spec.value(profile).defaultText;
    const usage = `${spec.usage}${text === "" || text === "map[]" ? (text === "" ? "" : " (default map[])") : ` (default ${text})`}`;
    return `${head(spec, profile).padEnd(longest + 3)}${wrap(longest + 3, width, usage)}`;
  });
  return `${lines.join("\n")}\n`;
}

/** Help of one command: usage, what it does, aliases, options. */
export function commandHelp(spec: CommandSpec, path: string, usage: string, columns: number, profile: CliProfile): string {
  const group = path.split(" ").slice(0, -1).join(" ");
  const names = [path, ...(spec.aliases ?? []).map((alias) => `${group} ${alias}`)];
  const flags = spec.flags.filter((one) => !one.hidden && !one.deprecated);
  return [
    `${profile.extraBlankLines ? "\n" : ""}Usage:  ${usage}\n`,
    `${spec.short}\n`,
    ...(names.length > 1 ? [`Aliases:\n  ${names.join(", ")}\n`] : []),
    ...(flags.length > 0 ? [`Options:\n${flagTable(flags, columns, profile)}`] : []),
  ].join("\n");
}

/** Help of a group: what it is for and its commands. */
export function groupHelp(path: string, short: string, commands: readonly { name: string; short: string }[]): string {
  const lines = commands.map(({ name, short: text }) => `  ${name.padEnd(11)} ${text}`);
  return [
    `Usage:  ${path} COMMAND\n`,
    `${short}\n`,
    `Commands:\n${lines.join("\n")}\n`,
    `Run '${path} COMMAND --help' for more information on a command.\n`,
  ].join("\n");
}

/** Help of the program: nouns, verbs and global flags. */
export function rootHelp(
  name: string,
  groups: Readonly<Record<string, Group>>,
  verbs: Readonly<Record<string, Loader>>,
  globals: readonly FlagSpec[],
  columns: number,
  profile: CliProfile,
): string {
  const row = (verb: string, short: string): string => `  ${verb.padEnd(11)} ${short}`;
  const shown = Object.entries(verbs).filter(([verb]) => !verb.startsWith("__"));
  return [
    `Usage:  ${name} [OPTIONS] COMMAND\n`,
    "Dry-run Docker Swarm networking on a simulated swarm\n",
    `Management Commands:\n${Object.entries(groups)
      .map(([noun, group]) => row(noun, group.short))
      .join("\n")}\n`,
    `Commands:\n${shown.map(([verb, loader]) => row(verb, loader.short)).join("\n")}\n`,
    `Global Options:\n${flagTable(globals, columns, profile)}`,
    `Run '${name} COMMAND --help' for more information on a command.\n`,
  ].join("\n");
}
