import { distance } from "fastest-levenshtein";
import type { DryswarmError } from "../../api/index.ts";
import { GLOBAL_FLAGS } from "./globals.ts";
import { GROUPS, type Group, type Loader, TOP_LEVEL } from "./tree.ts";

/** So many letters may be wrong at most, and no more than this share of them. */
const MOST = 3;
const SHARE = 0.4;
/** Further names that are as near as the nearest are named as well, up to so many in all. */
const NAMED = 3;

/** The names that are nearest to a mistyped one, nearest first; none where all are too far away. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const bound = Math.min(MOST, Math.max(1, Math.floor(typed.length * SHARE)));
  const near = [...new Set(names)].map((name) => ({ name, off: distance(typed, name) })).filter(({ off }) => off > 0 && off <= bound);
  const least = Math.min(...near.map(({ off }) => off));
  return near
    .filter(({ off }) => off === least)
    .map(({ name }) => name)
    .sort()
    .slice(0, NAMED);
}

const shown = (table: Readonly<Record<string, unknown>>): string[] => Object.keys(table).filter((name) => !name.startsWith("__"));
const verbsOf = ({ verbs }: Group): string[] => Object.entries(verbs).flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
const groupOf = (word: string): Group | undefined => (Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined);

/** The command that words name; undefined where they name none. */
function named(argv: readonly string[]): Loader | undefined {
  const words = argv.filter((word) => !word.startsWith("-"));
  for (const [at, word] of words.entries()) {
    const group = groupOf(word);
    const verb = words[at + 1] ?? "";
    if (group) return Object.entries(group.verbs).find(([name, { aliases }]) => name === verb || aliases?.includes(verb))?.[1];
    if (Object.hasOwn(TOP_LEVEL, word)) return TOP_LEVEL[word];
  }
  return undefined;
}

/** Flags that may stand where a mistyped one does: those of the command that the words before it name, else the program's. */
async function flagsAt(typed: string, argv: readonly string[]): Promise<string[]> {
  const at = argv.findIndex((word) => word.split("=")[0] === `--${typed}`);
  const loader = named(argv.slice(0, Math.max(at, 0)));
  const flags = loader ? (await loader.load()).command.flags : GLOBAL_FLAGS;
  return flags.filter(({ hidden, deprecated }) => !hidden && !deprecated).map(({ name }) => name);
}

async function meant(error: DryswarmError, argv: readonly string[]): Promise<string[]> {
  const typed = String(error.blanks.name ?? error.blanks.topic ?? "");
  switch (error.code) {
    case "cli-unknown-root-command":
    case "cli-unknown-help-topic":
      return nearest(typed, [...shown(GROUPS), ...shown(TOP_LEVEL)]);
    case "cli-unknown-command": {
      const group = groupOf(String(error.blanks.path).split(" ").at(-1) ?? "");
      return group ? nearest(typed, verbsOf(group)) : [];
    }
    case "cli-unknown-flag":
      return nearest(typed, await flagsAt(typed, argv)).map((name) => `--${name}`);
    default:
      return [];
  }
}

/**
 * What a mistyped command line may have meant, as a line for standard error with a blank line before it; "" where nothing is near, or
 * where the error is another one. Docker says nothing of the kind: where the program is called docker, neither do we.
 */
export async function suggestion(error: DryswarmError, argv: readonly string[]): Promise<string> {
  const names = await meant(error, argv);
  return names.length === 0 ? "" : `\nDid you mean ${names.map((name) => `'${name}'`).join(" or ")}?\n`;
}
