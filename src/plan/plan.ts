import { withCertainty } from "./certainty.ts";
import { type CommandRecord, isRead } from "./command-record.ts";
import { type Change, diffSnapshots, type Summary, summaryOf } from "./diff.ts";
import type { PreflightNote } from "./preflight.ts";
import { type Finding, findings, type RuleInput, type StackFact } from "./rules/index.ts";
import { EMPTY_SNAPSHOT, type Snapshot } from "./snapshot.ts";

/** Version of the JSON that plans, diffs and checks are written as; it grows with each change that breaks readers. */
export const OUTPUT_VERSION = 1;

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
  /** Why some facts are not certain, in one line; absent where all are. */
  readonly certainty?: string;
  /** Commands that failed; a read among them only where it may be why the script failed. */
  readonly failed: readonly CommandRecord[];
  /** Reads that failed, and after which the script went on: `docker network inspect n || docker network create n`. */
  readonly failedReads: readonly CommandRecord[];
  readonly skipped: readonly CommandRecord[];
  /** What the text of the script names that may lead past dryswarm. */
  readonly notes: readonly PreflightNote[];
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

/** The commands that failed. A read counts among them where the run failed and nothing came after it. */
function failures({ status, records }: { status: number; records: readonly CommandRecord[] }): Pick<Plan, "failed" | "failedReads"> {
  const all = records.filter((record) => record.status !== 0 && !record.skipped);
  const handled = (record: CommandRecord): boolean => isRead(record) && !(status !== 0 && record === records.at(-1));
  return { failed: all.filter((record) => !handled(record)), failedReads: all.filter(handled) };
}

/** A plan from what was before, what is after, what was run in between, and what was noticed in stack files. */
export function makePlan(
  before: Snapshot,
  after: Snapshot,
  run: { command: readonly string[]; status: number; records: readonly CommandRecord[]; notes?: readonly PreflightNote[] },
  environment: RuleInput["environment"],
  stack: readonly StackFact[] = [],
): Plan {
  const { changes, note } = withCertainty(diffSnapshots(before, after, { ids: true }), before, after);
  const known = new Set(findings({ snapshot: before, environment }).map((finding) => JSON.stringify(finding)));
  return {
    version: OUTPUT_VERSION,
    kind: "plan",
    command: run.command,
    status: run.status,
    changes,
    summary: summaryOf(changes),
    ...(note && { certainty: note }),
    ...failures(run),
    skipped: run.records.filter(({ skipped }) => skipped),
    notes: run.notes ?? [],
    findings: findings({ snapshot: after, environment, before, records: run.records, stack }).filter((finding) => !known.has(JSON.stringify(finding))),
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
  const {
    command = [],
    status = 0,
    changes = [],
    failed = [],
    failedReads = [],
    skipped = [],
    notes = [],
    findings: found = [],
    after = EMPTY_SNAPSHOT,
  } = value;
  return {
    version: OUTPUT_VERSION,
    kind: "plan",
    command,
    status,
    changes,
    summary: summaryOf(changes),
    ...(typeof value.certainty === "string" && { certainty: value.certainty }),
    failed,
    failedReads,
    skipped,
    notes,
    findings: found,
    after,
  };
}
