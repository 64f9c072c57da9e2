import type { CommandSpec, FlagSpec } from "./command.ts";

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

function head(spec: FlagSpec): string {
  const value = spec.value();
  const type = value.isBool ? "" : ` ${value.typeName}`;
  return `${spec.short ? `  -${spec.short}, ` : "      "}--${spec.name}${type}`;
}

/** The table of flags as pflag prints it: by name, descriptions in one column, wrapped. */
export function flagTable(flags: readonly FlagSpec[], columns: number): string {
  const shown = flags.filter((spec) => !spec.hidden && !spec.deprecated).sort((a, b) => (a.name < b.name ? -1 : 1));
  const width = (columns || DEFAULT_WIDTH) - 1;
  const longest = Math.max(...shown.map((spec) => head(spec).length));
  const lines = shown.map((spec) => {
    const text = spec.value().defaultText;
    const usage = `${spec.usage}${text === "" || text === "map[]" ? (text === "" ? "" : " (default map[])") : ` (default ${text})`}`;
    return `${head(spec).padEnd(longest + 3)}${wrap(longest + 3, width, usage)}`;
  });
  return `${lines.join("\n")}\n`;
}

/** Help of one command: usage, what it does, aliases, options. */
export function commandHelp(spec: CommandSpec, path: string, usage: string, columns: number): string {
  const group = path.split(" ").slice(0, -1).join(" ");
  const names = [path, ...(spec.aliases ?? []).map((alias) => `${group} ${alias}`)];
  const flags = spec.flags.filter((one) => !one.hidden && !one.deprecated);
  return [
    `Usage:  ${usage}\n`,
    `${spec.short}\n`,
    ...(names.length > 1 ? [`Aliases:\n  ${names.join(", ")}\n`] : []),
    ...(flags.length > 0 ? [`Options:\n${flagTable(flags, columns)}`] : []),
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
