import { convertNetworks } from "../../compose/convert/objects.ts";
import { type Place, placesOf } from "../../compose/places.ts";
import type { StackConfig } from "../../compose/types.ts";
import { findings, type KeyedFinding, keyedFindings } from "../../plan/rules/index.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { PlacedFinding } from "../../report/check.ts";
import type { CommandContext, Flags, ForkSource } from "../command.ts";
import { cliProfile } from "../profiles/index.ts";
import { readNamed } from "../stack/files.ts";
import { environmentOf, swarmOf } from "./common.ts";
import { deployOn } from "./run-plan.ts";
import { deployFacts, immutableFacts, readWritten, type StackText, withWritten } from "./stack-facts.ts";

/** Flags that name stack files. */
export type StackFlags = Flags<{ readonly "compose-file": string[] }>;

/** The texts of the stack files that the flags name. Rejects in Go's words where one cannot be read. */
export async function stackTexts(context: CommandContext, flags: StackFlags): Promise<StackText[]> {
  const texts: StackText[] = [];
  for (const file of flags.get("compose-file"))
    texts.push({ file, text: Buffer.from(file === "-" ? await context.streams.readStdin() : await readNamed(context, file)).toString() });
  return texts;
}

/** Findings, and the swarm that they were found in. */
export interface CheckedSwarm {
  readonly findings: readonly PlacedFinding[];
  readonly snapshot: Snapshot;
}

/**
 * Deploys stack files on a copy of the state, or of `from`, on the engine that is named. Returns what the rules find, each finding with its
 * place, and the swarm with the stack; where the deploy failed, with the stack as it is written.
 */
export async function checkStack(
  given: CommandContext,
  flags: StackFlags,
  stack: string,
  { from, engine }: { from?: ForkSource | undefined; engine?: string | undefined },
): Promise<CheckedSwarm> {
  const context = engine ? { ...given, profile: cliProfile(engine) } : given;
  const texts = await stackTexts(context, flags);
  const written = await readWritten(context, flags, texts, stack);
  const fork = await context.fork(from, engine);
  try {
    if ((await fork.hosts.hostList()).every(({ Role }) => Role === "")) await fork.docker(["swarm", "init"]);
    const environment = environmentOf(context);
    const before = await swarmOf(fork.hosts);
    const known = new Set(findings({ snapshot: before, environment }).map((finding) => JSON.stringify(finding)));
    const result = await deployOn(
      fork,
      texts.map(({ file }) => file),
      stack,
    );
    const stackFacts = [...written.facts, ...deployFacts(result, stack), ...immutableFacts(written, stack, before)];
    const made = await swarmOf(fork.hosts);
    const snapshot = result.status === 0 ? made : withWritten(made, written, stack);
    const own = keyedFindings({ snapshot, environment, before, stack: stackFacts }).filter(
      ({ keys: _keys, ...finding }) => !known.has(JSON.stringify(finding)),
    );
    const places = texts.map(({ file, text }) => ({ file, ...placesOf(text) }));
    const names = networkNames(written.config, stack);
    const placed = own.map((finding) => place(finding, stack, places, names));
    const silenced = ({ rule, file, line = 0, keyLine = line }: PlacedFinding & { keyLine?: number }): boolean =>
      places.some((one) => one.file === file && one.ignores.some((note) => note.rule === rule && [line, line - 1, keyLine, keyLine - 1].includes(note.line)));
    return { findings: placed.filter((finding) => !silenced(finding)).map(({ keyLine: _keyLine, ...finding }) => finding), snapshot };
  } finally {
    await fork.discard();
  }
}

/** Keys of networks in the files by what the swarm calls them: names may be given, and hold variables. */
function networkNames(config: StackConfig | undefined, stack: string): Map<string, string> {
  const names = new Map<string, string>();
  if (!config) return names;
  for (const [key, network] of Object.entries(config.networks)) names.set(network.name || (network.external ? key : `${stack}_${key}`), key);
  for (const { Name } of convertNetworks(stack, config).create) if (!names.has(Name)) names.set(Name, Name.slice(stack.length + 1));
  return names;
}

type FilePlaces = { readonly file: string } & ReturnType<typeof placesOf>;

/** A finding with the place of what it is about: in the last file that says something of it, else the beginning of the first. */
function place(
  { keys, ...finding }: KeyedFinding,
  stack: string,
  places: readonly FilePlaces[],
  names: ReadonlyMap<string, string>,
): PlacedFinding & { keyLine?: number } {
  const { kind, name } = finding.subject;
  const start = { ...finding, ...(places[0] && { file: places[0].file, line: 1, column: 1 }) };
  if (kind !== "service" && kind !== "network") return finding.rule === "DS064" || finding.rule === "DS066" ? start : finding;
  const section = kind === "service" ? "services" : "networks";
  for (const one of [...places].reverse()) {
    const key = (kind === "network" && (names.get(name) ?? one.named.get(name))) || (name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name);
    const whole: Place | undefined = one.find(section, key);
    const at = one.find(section, key, keys) ?? whole;
    if (at && whole) return { ...finding, file: one.file, ...at, keyLine: whole.line };
  }
  return start;
}
