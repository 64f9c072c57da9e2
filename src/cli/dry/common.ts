import { type DataCentre, type EngineClient, failure } from "../../api/index.ts";
import { EMPTY_ENVIRONMENT, type Environment } from "../../environment/types.ts";
import { isStateText, readDump, type Source, sourceOf } from "../../plan/dump.ts";
import type { Redactor } from "../../plan/redact.ts";
import type { Finding, Severity } from "../../plan/rules/index.ts";
import { type Snapshot, takeSnapshot, withRequests } from "../../plan/snapshot.ts";
import type { Paint } from "../../report/paint.ts";
import type { CommandContext, Flags, ForkSource, ValuesOf } from "../command.ts";
import { flag } from "../options/flag.ts";
import { bool, duration, list, string } from "../options/values.ts";
import { readNamed } from "../stack/files.ts";

/** Formats of every verb of the dry run. */
export const OUTPUTS = ["text", "json", "markdown"] as const;

/** `-o, --output`, and what it may say. */
export const outputFlag = (known: readonly string[] = OUTPUTS, initial = "text") =>
  flag("output", string(initial), `Format of what is printed: ${known.join(", ")}`, { short: "o" });

/** Nanoseconds for which a live engine is waited for, unless said otherwise. */
export const LIVE_TIMEOUT = 30_000_000_000;

/** `--live`: live engines that are read. A command line that is called docker does not have it. */
export const LIVE = flag(
  "live",
  list(),
  "Read a live engine, and change nothing there: unix://, tcp://, ssh:// or context:NAME; more than once for more nodes",
  { own: true },
);

/** `--live-timeout` */
export const LIVE_TIMEOUT_FLAG = flag("live-timeout", duration(LIVE_TIMEOUT), "Time to wait for each answer of a live engine", { own: true });

/** `--from` and `--live`: what stands for the state. */
export const SOURCES = [
  flag("from", list(), "Take this for the state: another state, what dryswarm collect gathered, or JSON of docker network, service, node inspect and info"),
  LIVE,
  LIVE_TIMEOUT_FLAG,
];

/** `--fail-on` with its default. */
export const failOnFlag = (initial: string) =>
  flag("fail-on", string(initial), "Exit with 3 for findings of this severity or worse: error, warning, info, none");

/** `--ignore`: rules that are not looked at. */
export const IGNORE = flag("ignore", list(), "Leave a rule out, by its ID");

/** Flags of a verb that prints in several formats. */
export type OutputFlags = Flags<{ readonly output: string }>;
/** Flags that name what stands for the state: {@link SOURCES}. */
export type SourceFlags = Flags<ValuesOf<typeof SOURCES>>;

/** The format that was asked for. Throws plan-output. */
export function outputOf<T extends string>(flags: OutputFlags, known: readonly T[]): T {
  const value = flags.get("output");
  if (!(known as readonly string[]).includes(value)) throw failure("plan-output", { value, known: known.join(", ") });
  return value as T;
}

/** Whether text is coloured: on a terminal, unless NO_COLOR or TERM=dumb say no; FORCE_COLOR says yes anywhere. */
export function isColoured({ env, streams }: CommandContext): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return streams.stdoutIsTTY && env.TERM !== "dumb";
}

/** Colours for a command's output. */
export async function paintOf(context: CommandContext): Promise<Paint> {
  const { paint } = await import("../../report/paint.ts");
  return paint(isColoured(context));
}

/** JSON as the verbs of the dry run print it. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The swarm of a data centre: as a manager of it sees it, else as its first host does. */
export async function swarmOf(hosts: DataCentre): Promise<Snapshot> {
  const all = await hosts.hostList();
  const manager = all.find(({ Role, Up }) => Role === "manager" && Up);
  return snapshotFrom(hosts.on((manager ?? all[0])?.Name ?? "node-1"), hosts);
}

/** What an engine answers for, with what was asked of networks that could not be allocated, where the data centre knows it. */
async function snapshotFrom(client: EngineClient, hosts: DataCentre | undefined): Promise<Snapshot> {
  const snapshot = await takeSnapshot(client);
  const origin = await hosts?.origin?.();
  const full = hosts?.networkRequests ? withRequests(snapshot, await hosts.networkRequests()) : snapshot;
  return origin ? { ...full, origin } : full;
}

/** The text of a file that `--from` names, or of standard input. */
async function textOf(context: CommandContext, file: string): Promise<string> {
  return Buffer.from(file === "-" ? await context.streams.readStdin() : await readNamed(context, file)).toString();
}

/** What files and live engines hold: another state, or a real swarm. Says on stderr what they lack. Rejects with plan-dump and the live-* errors. */
export async function readSources(context: CommandContext, files: readonly string[], engines: readonly string[], seconds: number): Promise<ForkSource> {
  const sources: Source[] = engines.length > 0 ? await context.readLive(engines, seconds) : [];
  const names = [...files, ...sources.map(({ file }) => file)].join(", ");
  for (const file of files) {
    const text = await textOf(context, file);
    if (isStateText(text) && files.length + sources.length === 1) return { text, file };
    sources.push(sourceOf(text, file));
  }
  const { reading, notes } = readDump(sources);
  for (const note of notes) context.streams.err(`dryswarm: ${note}\n`);
  return { reading, file: names };
}

/** What `--from` and `--live` name; undefined where neither was given. */
export const sourceFrom = (context: CommandContext, flags: SourceFlags): Promise<ForkSource | undefined> =>
  sourceOfAny(context, flags.get("from"), flags.get("live"), flags.get("live-timeout"));

/** The source that files and engines are, whose answers may take `timeout` nanoseconds; undefined where neither is named. */
export async function sourceOfAny(
  context: CommandContext,
  files: readonly string[],
  engines: readonly string[],
  timeout: number,
): Promise<ForkSource | undefined> {
  return files.length + engines.length === 0 ? undefined : readSources(context, files, engines, timeout / 1e9);
}

/** The snapshot of a source: what was read as it is, where it has the services' tasks; else by a copy of the swarm, which makes them. */
export async function snapshotOf(context: CommandContext, from: ForkSource): Promise<Snapshot> {
  if ("reading" in from && (from.reading.tasks.length > 0 || from.reading.services.length === 0)) return from.reading;
  return subjectOn(context, from);
}

/** The snapshot that a read-only verb is about: that of `--from` and `--live`, else of the swarm of the host that it runs on. */
export const subjectOf = async (context: CommandContext, flags: SourceFlags): Promise<Snapshot> => subjectFrom(context, await sourceFrom(context, flags));

/** The snapshot of a source, else of the state, as it is on the engine that is named, or else simulated. */
export async function subjectOn(context: CommandContext, from: ForkSource | undefined, engine?: string): Promise<Snapshot> {
  const fork = await context.fork(from, engine);
  try {
    return await swarmOf(fork.hosts);
  } finally {
    await fork.discard();
  }
}

/** The snapshot of a source, else of the swarm of the host that the command runs on. */
export const subjectFrom = async (context: CommandContext, from: ForkSource | undefined): Promise<Snapshot> =>
  from ? snapshotOf(context, from) : snapshotFrom(context.client, context.hosts);

/** `--full` */
export const FULL = flag("full", bool(), "Show every object and field on its own, nothing folded or shortened");

/** `--show-values` */
export const SHOW_VALUES = flag("show-values", bool(), "Show values of secret names on standard output");

/** What hides secrets in the output of a verb, by the names that the environment file lists. */
export const redactorOf = async (context: CommandContext): Promise<Redactor> => (await import("../../plan/redact.ts")).redactor(environmentOf(context).redact);

/** The environment file's content, or nothing. */
export const environmentOf = ({ environment = EMPTY_ENVIRONMENT }: CommandContext): Environment => environment;

const RANK: Readonly<Record<string, number>> = { error: 0, warning: 1, info: 2 };

/** Exit status for findings: 3 where one is as bad as `--fail-on`. Throws plan-level. */
export function findingStatus(findings: readonly Pick<Finding, "severity">[], level: string): number {
  if (level === "none") return 0;
  const bound = RANK[level];
  if (bound === undefined) throw failure("plan-level", { value: level });
  return findings.some(({ severity }: { severity: Severity }) => (RANK[severity] as number) <= bound) ? 3 : 0;
}

/** Findings without those of rules that were to be left out. Throws plan-rule for an ID that no rule has. */
export function withoutIgnored<T extends Finding>(findings: readonly T[], ignored: readonly string[], known: readonly string[]): T[] {
  const unknown = ignored.find((id) => !known.includes(id.toUpperCase()));
  if (unknown !== undefined) throw failure("plan-rule", { id: unknown });
  const left = new Set(ignored.map((id) => id.toUpperCase()));
  return findings.filter(({ rule }) => !left.has(rule));
}
