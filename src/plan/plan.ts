import { type Change, diffSnapshots, type Summary, summaryOf } from "./diff.ts";
import { type Finding, findings, type RuleInput } from "./rules/index.ts";
import { EMPTY_SNAPSHOT, type Snapshot } from "./snapshot.ts";

/** Version of the JSON that plans, diffs and checks are written as; it grows with each change that breaks readers. */
export const OUTPUT_VERSION = 1;

/** A docker command that a plan ran. */
export interface CommandRecord {
  /** As it was given, without "docker". */
  readonly argv: readonly string[];
  readonly status: number;
  /** What it said on stderr. */
  readonly stderr: string;
  /** Where it stands, if that is known: the script, and the line from 1 on. */
  readonly file?: string;
  readonly line?: number;
  /** Not simulated, and not run. */
  readonly skipped?: boolean;
}

/** What a script, a command or stack files would do. */
export interface Plan {
  readonly version: number;
  readonly kind: "plan";
  /** What was run: its words. */
  readonly command: readonly string[];
  /** Exit status of what was run. */
  readonly status: number;
  readonly changes: readonly Change[];
  readonly summary: Summary;
  /** Commands that failed. */
  readonly failed: readonly CommandRecord[];
  readonly skipped: readonly CommandRecord[];
  /** What the rules find afterwards, and did not before. */
  readonly findings: readonly Finding[];
  /** The swarm as it would be. */
  readonly after: Snapshot;
}

/** Secrets are named in a plan, and nothing more; a swarm's tokens are nobody's business. */
function withoutSecrets(snapshot: Snapshot): Snapshot {
  const { swarm } = snapshot;
  return { ...snapshot, ...(swarm && { swarm: { ...swarm, JoinTokens: { Worker: "", Manager: "" } } }) };
}

/** A plan from what was before, what is after, and what was run in between. */
export function makePlan(
  before: Snapshot,
  after: Snapshot,
  run: { command: readonly string[]; status: number; records: readonly CommandRecord[] },
  environment: RuleInput["environment"],
): Plan {
  const changes = diffSnapshots(before, after, { ids: true });
  const known = new Set(findings({ snapshot: before, environment }).map((finding) => JSON.stringify(finding)));
  return {
    version: OUTPUT_VERSION,
    kind: "plan",
    command: run.command,
    status: run.status,
    changes,
    summary: summaryOf(changes),
    failed: run.records.filter(({ status, skipped }) => status !== 0 && !skipped),
    skipped: run.records.filter(({ skipped }) => skipped),
    findings: findings({ snapshot: after, environment }).filter((finding) => !known.has(JSON.stringify(finding))),
    after: withoutSecrets(after),
  };
}

/** A saved plan; says what is wrong with a text that is none. */
export function readPlan(text: string): Plan | { problem: string } {
  let value: Partial<Plan>;
  try {
    value = JSON.parse(text) as Partial<Plan>;
  } catch (error) {
    return { problem: `it is no JSON: ${(error as Error).message}` };
  }
  if (typeof value !== "object" || value === null || value.kind !== "plan") return { problem: "it was not written by dryswarm plan --out" };
  if (value.version !== OUTPUT_VERSION) return { problem: `its version is ${value.version}, this dryswarm reads ${OUTPUT_VERSION}` };
  const { command = [], status = 0, changes = [], failed = [], skipped = [], findings: found = [], after = EMPTY_SNAPSHOT } = value;
  return { version: OUTPUT_VERSION, kind: "plan", command, status, changes, summary: summaryOf(changes), failed, skipped, findings: found, after };
}
