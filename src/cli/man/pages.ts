import type { AnyCommand, FlagSpec } from "../command.ts";
import { GLOBAL_FLAGS } from "../dispatch/globals.ts";
import { statusesOf } from "../dispatch/lessons.ts";
import { GROUPS, type Loader, TOP_LEVEL } from "../dispatch/tree.ts";
import { usageLine } from "../dispatch/usage.ts";
import type { CliProfile } from "../profiles/index.ts";
import { tutorial } from "../topics/tutorial.ts";

/**
 * The manual pages, made of what `--help` is made of: dryswarm.1, a page for each of dryswarm's own commands, and the tutorial. Docker's
 * commands have pages of docker's. They are made when dryswarm is built.
 * @module
 */

/** A manual page: `file` is its name, "dryswarm-plan.1"; `text` is roff for man(7). */
export interface ManPage {
  readonly file: string;
  readonly text: string;
}

/** What pages bear at their top and bottom. */
export interface ManEdition {
  readonly version: string;
  /** The command line whose flags are shown. */
  readonly profile: CliProfile;
}

/** Groups all of whose commands are dryswarm's own. */
const OWN_GROUPS = ["host", "plugin", "state"] as const;
const OWN = " (dryswarm's own)";

/** Text as roff prints it to the letter: backslashes, hyphens that may be copied, and no control characters at the start of a line. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replace(/^\./gm, "\\&.");
}

const section = (title: string, body: string): string => `.SH ${title}\n${body}`;
const item = (tag: string, text: string): string => `.TP\n.B ${roff(tag).replaceAll(" ", "\\ ")}\n${roff(text)}\n`;
const literal = (lines: string): string => `.nf\n${roff(lines)}\n.fi\n`;

function head(name: string, number: 1 | 7, summary: string, { version }: ManEdition): string {
  return `.TH ${roff(name).toUpperCase()} ${number} "" "dryswarm ${version}" "dryswarm"\n${section("NAME", `${roff(name)} \\- ${roff(summary)}\n`)}`;
}

function flagItem(spec: FlagSpec, profile: CliProfile): string {
  const value = spec.value(profile);
  const tag = `${spec.short ? `-${spec.short}, ` : ""}--${spec.name}${value.isBool ? "" : ` ${value.typeName}`}`;
  return item(tag, `${spec.usage}${value.defaultText === "" ? "" : ` (default ${value.defaultText})`}`);
}

const flagSection = (title: string, flags: readonly FlagSpec[], profile: CliProfile): string => {
  const shown = flags.filter(({ hidden, deprecated }) => !hidden && !deprecated).sort((a, b) => (a.name < b.name ? -1 : 1));
  return shown.length === 0 ? "" : section(title, shown.map((spec) => flagItem(spec, profile)).join(""));
};

function commandPage(words: string, spec: AnyCommand, edition: ManEdition): ManPage {
  const name = `dryswarm-${words.replaceAll(" ", "-")}`;
  const examples = (spec.examples ?? []).map(({ what, line }) => `.PP\n${roff(what)}:\n.PP\n.RS 4\n${literal(line)}.RE\n`);
  const text = [
    head(name, 1, spec.short.replace(OWN, ""), edition),
    section("SYNOPSIS", literal(usageLine(spec, `dryswarm ${words}`))),
    flagSection("OPTIONS", spec.flags, edition.profile),
    section(
      "EXIT STATUS",
      statusesOf(spec)
        .map(([status, meaning]) => item(status, meaning))
        .join(""),
    ),
    section("EXAMPLES", examples.join("")),
    section("SEE ALSO", ".BR dryswarm (1),\n.BR dryswarm\\-tutorial (7)\n"),
  ];
  return { file: `${name}.1`, text: text.join("") };
}

/** dryswarm's own commands: their words behind the program's name, and what loads them. */
export function ownCommands(): [words: string, loader: Loader][] {
  const verbs = Object.entries(TOP_LEVEL).filter(([, { short }]) => short.endsWith(OWN));
  const nouns = OWN_GROUPS.flatMap((noun) => Object.entries(GROUPS[noun]?.verbs ?? {}).map(([verb, loader]): [string, Loader] => [`${noun} ${verb}`, loader]));
  return [...verbs, ...nouns];
}

function programPage(own: readonly (readonly [string, Loader])[], edition: ManEdition): ManPage {
  const dockers = Object.entries(GROUPS).filter(([noun]) => !OWN_GROUPS.some((one) => one === noun));
  const text = [
    head("dryswarm", 1, "dry-run Docker Swarm networking with no Docker", edition),
    section("SYNOPSIS", literal("dryswarm [OPTIONS] COMMAND [ARG...]")),
    section(
      "DESCRIPTION",
      `${roff("Docker's commands on networks, swarms, services, nodes and stacks act on a simulated swarm, kept in a JSON file, and print what docker prints. No Docker engine is asked or changed.")}\n`,
    ),
    section("DOCKER'S COMMANDS", dockers.map(([noun, { short }]) => item(noun, short)).join("")),
    section("DRYSWARM'S OWN COMMANDS", own.map(([words, { short }]) => item(words, short.replace(OWN, ""))).join("")),
    flagSection("OPTIONS", GLOBAL_FLAGS, edition.profile),
    section(
      "FILES",
      item("$XDG_STATE_HOME/dryswarm/state.json, ~/.local/state/dryswarm/state.json", "The state, unless --state or DRYSWARM_STATE names another file"),
    ),
    section("SEE ALSO", `${own.map(([words]) => `.BR ${roff(`dryswarm-${words.replaceAll(" ", "-")}`)} (1),\n`).join("")}.BR dryswarm\\-tutorial (7)\n`),
  ];
  return { file: "dryswarm.1", text: text.join("") };
}

function tutorialPage(edition: ManEdition): ManPage {
  const [, ...lines] = tutorial.split("\n");
  const text = [
    head("dryswarm-tutorial", 7, "the networks of a swarm, step by step", edition),
    section("TUTORIAL", literal(lines.join("\n").trim())),
    section("SEE ALSO", ".BR dryswarm (1)\n"),
  ];
  return { file: "dryswarm-tutorial.7", text: text.join("") };
}

/** All manual pages. */
export async function manPages(edition: ManEdition): Promise<ManPage[]> {
  const own = ownCommands();
  const pages = own.map(async ([words, loader]) => commandPage(words, (await loader.load()).command, edition));
  return [programPage(own, edition), ...(await Promise.all(pages)), tutorialPage(edition)];
}
