import { type DataCentre, type EngineClient, failure } from "../../api/index.ts";
import { EMPTY_ENVIRONMENT, type Environment } from "../../environment/types.ts";
import { isStateText, readDump } from "../../plan/dump.ts";
import type { Redactor } from "../../plan/redact.ts";
import type { Finding, Severity } from "../../plan/rules/index.ts";
import { type Snapshot, takeSnapshot, withRequests } from "../../plan/snapshot.ts";
import type { Paint } from "../../report/paint.ts";
import type { CommandContext, FlagSpec, Flags } from "../command.ts";
import { flag } from "../options/flag.ts";
import { bool, list, string } from "../options/values.ts";
import { readNamed } from "../stack/files.ts";

/** Formats of every verb of the dry run. */
export const OUTPUTS = ["text", "json", "markdown"] as const;

/** `-o, --output`, and what it may say. */
export const outputFlag = (known: readonly string[] = OUTPUTS, initial = "text") =>
  flag("output", string(initial), `Format of what is printed: ${known.join(", ")}`, { short: "o" });

/** `--from`: files that stand for the state. */
export const FROM = flag("from", list(), "Take this for the state: another state, or JSON of docker network, service and node inspect");

/** `--fail-on` with its default. */
export const failOnFlag = (initial: string) =>
  flag("fail-on", string(initial), "Exit with 3 for findings of this severity or worse: error, warning, info, none");

/** `--ignore`: rules that are not looked at. */
export const IGNORE = flag("ignore", list(), "Leave a rule out, by its ID");

/** The format that was asked for. Throws plan-output. */
export function outputOf<T extends string>(flags: Flags, known: readonly T[]): T {
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
  return hosts?.networkRequests ? withRequests(snapshot, await hosts.networkRequests()) : snapshot;
}

/** What `--from` names, as one text; undefined where it was not given. */
export async function fromFiles(context: CommandContext, flags: Flags): Promise<{ text: string; file: string } | undefined> {
  const files = flags.get("from");
  if (files.length === 0) return undefined;
  const texts: string[] = [];
  for (const file of files) texts.push(Buffer.from(file === "-" ? await context.streams.readStdin() : await readNamed(context, file)).toString());
  return { text: texts.map((text) => text.trim()).join("\n"), file: files.join(", ") };
}

/** The snapshot of a text: a dump as it is, where it has the services' tasks; else by a copy of the swarm, which makes them. */
export async function snapshotOf(context: CommandContext, from: { text: string; file: string }): Promise<Snapshot> {
  const dump = isStateText(from.text) ? undefined : readDump(from.text, from.file);
  if (dump && (dump.tasks.length > 0 || dump.services.length === 0)) return dump;
  const fork = await context.fork(from);
  try {
    return await swarmOf(fork.hosts);
  } finally {
    await fork.discard();
  }
}

/** What a verb that looks looks at: `--from`, else the swarm of the host that it runs on. */
export async function lookedAt(context: CommandContext, flags: Flags): Promise<Snapshot> {
  const from = await fromFiles(context, flags);
  return from ? snapshotOf(context, from) : snapshotFrom(context.client, context.hosts);
}

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
export function findingStatus(findings: readonly Finding[], level: string): number {
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
