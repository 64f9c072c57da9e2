import type { NetworkInspect } from "../api/index.ts";
import type { CommandRecord } from "./command-record.ts";
import { type Change, diffSnapshots, waitingReason } from "./diff.ts";
import { OUTPUT_VERSION } from "./plan.ts";
import { type Finding, findings, type RuleInput, type StackFact } from "./rules/index.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a script, a command or stack files led to on one engine. */
export interface EngineRun {
  /** Name of the engine: "28.5". */
  readonly engine: string;
  readonly status: number;
  readonly records: readonly CommandRecord[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly stack: readonly StackFact[];
}

/** How one command or request ended on an engine. */
type Ending = Pick<CommandRecord, "status" | "stderr">;

/** A command that ends otherwise on the second engine. */
export interface StepDifference extends Pick<CommandRecord, "argv" | "http" | "file" | "line"> {
  /** It succeeds on one of them alone, is worded otherwise on both, or is run on one of them alone: the script went another way. */
  readonly kind: "status" | "words" | "path";
  /** How it ended on each; absent where it was not run. */
  readonly before?: Ending;
  readonly after?: Ending;
}

/** Tasks of a service that are not alike, in words. */
export interface TaskDifference {
  readonly service: string;
  readonly before: string;
  readonly after: string;
}

/** Whether something means the same on two engines, and where not. */
export interface Comparison {
  readonly version: number;
  readonly kind: "comparison";
  readonly command: readonly string[];
  /** The engines, in the order in which they were named. */
  readonly engines: readonly [string, string];
  /** Exit status of what was run, on each. */
  readonly status: readonly [number, number];
  /** True where nothing differs but words. */
  readonly same: boolean;
  readonly steps: readonly StepDifference[];
  /** What leads from the result on the first engine to that on the second: "add" is there on the second alone. */
  readonly changes: readonly Change[];
  readonly tasks: readonly TaskDifference[];
  /** What the rules find on one of them alone. */
  readonly findings: { readonly before: readonly Finding[]; readonly after: readonly Finding[] };
}

/** A message without the IDs in it, which are random. */
const withoutIds = (text: string): string => text.replace(/\b(?:[0-9a-f]{64}|[0-9a-z]{25}|[0-9a-f]{12})\b/g, "ID").trim();
/** Words of a command that is the same on all engines: a plan says --detach=true where a deploy could wait. */
const wordsOf = ({ argv }: CommandRecord): string =>
  argv
    .filter((word) => word !== "--detach=true")
    .map(withoutIds)
    .join("\0");
const sameWords = (a: CommandRecord, b: CommandRecord): boolean => wordsOf(a) === wordsOf(b);
const ending = ({ status, stderr }: CommandRecord): Ending => ({ status, stderr });

/** The commands that end otherwise; from where the script goes another way, the first that is run on one engine alone. */
function stepDifferences(before: readonly CommandRecord[], after: readonly CommandRecord[]): StepDifference[] {
  const steps: StepDifference[] = [];
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const [old, now] = [before[at], after[at]];
    const { argv, http, file, line } = (old ?? now) as CommandRecord;
    const step = { argv, ...(http !== undefined && { http }), ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
    if (!old || !now || !sameWords(old, now)) {
      if (old) steps.push({ ...step, kind: "path", before: ending(old) });
      if (now) steps.push({ ...step, argv: now.argv, kind: "path", after: ending(now) });
      break;
    }
    if (old.status !== now.status) steps.push({ ...step, kind: "status", before: ending(old), after: ending(now) });
    else if (old.status !== 0 && withoutIds(old.stderr) !== withoutIds(now.stderr))
      steps.push({ ...step, kind: "words", before: ending(old), after: ending(now) });
  }
  return steps;
}

/** A network without what one engine shows and another does not, though both have it: the gateway of a local one, what a configuration network says. */
function comparable(network: NetworkInspect): NetworkInspect {
  if (network.ConfigOnly) return { ...network, IPAM: { ...network.IPAM, Config: [] } };
  if (network.Scope !== "local") return network;
  return { ...network, IPAM: { ...network.IPAM, Config: (network.IPAM.Config ?? []).map(({ Gateway: _gateway, ...pool }) => pool) } };
}

const comparableSwarm = (snapshot: Snapshot): Snapshot => ({ ...snapshot, networks: snapshot.networks.map(comparable) });

/** The tasks of each service by its name, in words: "2 run; 1 waits: no address…". */
function tasksOf({ services, tasks }: Snapshot): Map<string, string> {
  return new Map(
    services.map(({ ID, Spec }) => {
      const counts = new Map<string, number>();
      for (const task of tasks.filter(({ ServiceID, DesiredState }) => ServiceID === ID && ["running", "ready"].includes(DesiredState))) {
        const words = task.Status.State === "running" ? "run" : `wait: ${waitingReason(task).replace(/[0-9a-f:.]+:[0-9a-f:.]*|\b\d+(?:\.\d+){3}\b/g, "…")}`;
        counts.set(words, (counts.get(words) ?? 0) + 1);
      }
      return [Spec.Name ?? ID, [...counts].map(([words, count]) => `${count} ${words}`).join("; ") || "none"];
    }),
  );
}

/** The services whose tasks fare otherwise, of those that are there on both engines. */
function taskDifferences(before: Snapshot, after: Snapshot): TaskDifference[] {
  const now = tasksOf(after);
  return [...tasksOf(before)].flatMap(([service, words]) => {
    const other = now.get(service);
    return other === undefined || other === words ? [] : [{ service, before: words, after: other }];
  });
}

/** What the rules find after a run and did not before it. */
function newFindings({ before, after, records, stack }: EngineRun, environment: RuleInput["environment"]): Finding[] {
  const known = new Set(findings({ snapshot: before, environment }).map((finding) => JSON.stringify(finding)));
  return findings({ snapshot: after, environment, before, records, stack }).filter((finding) => !known.has(JSON.stringify(finding)));
}

/** Holds the runs of one thing on two engines against each other. What is printed on stdout is not compared. */
export function compareRuns(command: readonly string[], first: EngineRun, second: EngineRun, environment: RuleInput["environment"]): Comparison {
  const steps = stepDifferences(first.records, second.records);
  const changes = diffSnapshots(comparableSwarm(first.after), comparableSwarm(second.after), { ids: false, addresses: true });
  const tasks = taskDifferences(first.after, second.after);
  const [old, now] = [newFindings(first, environment), newFindings(second, environment)];
  const without = (list: readonly Finding[], others: readonly Finding[]): Finding[] => {
    const known = new Set(others.map((finding) => JSON.stringify(finding)));
    return list.filter((finding) => !known.has(JSON.stringify(finding)));
  };
  return {
    version: OUTPUT_VERSION,
    kind: "comparison",
    command,
    engines: [first.engine, second.engine],
    status: [first.status, second.status],
    same: first.status === second.status && changes.length === 0 && tasks.length === 0 && steps.every(({ kind }) => kind === "words"),
    steps,
    changes,
    tasks,
    findings: { before: without(old, now), after: without(now, old) },
  };
}

/** Findings on several engines as one list: each once, and of those that only some of the engines have it is said which. */
export function onEngines<T extends Finding>(byEngine: readonly (readonly [engine: string, findings: readonly T[]])[]): T[] {
  const all = new Map<string, { finding: T; engines: string[] }>();
  for (const [engine, list] of byEngine)
    for (const finding of list) {
      const key = JSON.stringify(finding);
      const known = all.get(key) ?? { finding, engines: [] };
      if (!known.engines.includes(engine)) known.engines.push(engine);
      all.set(key, known);
    }
  const order = [...all.values()].sort((a, b) => (a.finding.rule < b.finding.rule ? -1 : a.finding.rule > b.finding.rule ? 1 : 0));
  return order.map(({ finding, engines }) =>
    engines.length === byEngine.length ? finding : { ...finding, message: `${finding.message} (on ${engines.join(", ")})` },
  );
}
