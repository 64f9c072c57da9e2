import { type CommandRecord, commandText as wordsOf } from "../plan/command-record.ts";
import type { Change, Summary } from "../plan/diff.ts";
import type { Plan } from "../plan/plan.ts";
import { type Finding, findingLine } from "../plan/rules/index.ts";
import { changesText, plural, wrap } from "./changes.ts";
import { markdownTable, type Paint } from "./paint.ts";

/** Columns of a line where no terminal says how many it has. */
const WIDTH = 120;

/** Counts in one sentence. */
export function summaryText({ add, change, replace, remove, tasks }: Summary, noun: string): string {
  const touched = [
    tasks.restarted > 0 && `${plural(tasks.restarted, "task")} restart`,
    tasks.started > 0 && `${tasks.started} start`,
    tasks.stopped > 0 && `${tasks.stopped} stop`,
    tasks.waiting > 0 && `${tasks.waiting} wait`,
  ].filter(Boolean);
  const counts = add + change + replace + remove === 0 ? "no changes" : `${add} to add, ${change} to change, ${replace} to replace, ${remove} to remove`;
  return `${noun}: ${counts}${touched.length > 0 ? `; ${touched.join(", ")}` : ""}.\n`;
}

const place = ({ file, line }: CommandRecord): string => (file && line ? `${file}:${line}: ` : line ? `line ${line}: ` : "");
const commandText = (record: CommandRecord): string => `${place(record)}${wordsOf(record)}`;

/** A plan as text for people, for a terminal of so many columns (0: none). */
export function planText(plan: Plan, paint: Paint, { columns = 0, full = false }: { columns?: number; full?: boolean } = {}): string {
  const failed = plan.failed.map((record) => `${paint.red("  ! ")}${commandText(record)}\n${record.stderr.trimEnd().replace(/^/gm, "      ")}\n`).join("");
  const lines = (records: readonly CommandRecord[]): string => records.map((record) => `    ${commandText(record)}\n`).join("");
  const reads = lines(plan.failedReads);
  const skipped = lines(plan.skipped);
  const found = plan.findings.map((finding) => `  ${findingLine(finding)}\n`).join("");
  return [
    changesText(plan.changes, { paint, width: columns || WIDTH, full }),
    failed && `\nFailed (what was run ended with exit status ${plan.status}):\n${failed}`,
    reads && `\nFound nothing, and the script went on:\n${reads}`,
    skipped && `\nNot simulated, and skipped:\n${skipped}`,
    found && `\nFindings:\n${found}`,
    plan.certainty && `\n${wrap(plan.certainty, columns || WIDTH, 0)}\n`,
    `${plan.changes.length > 0 || failed || reads || skipped || found ? "\n" : ""}${summaryText(plan.summary, "Plan")}`,
  ]
    .filter(Boolean)
    .join("");
}

const code = (text: string): string => `\`${text.replace(/`/g, "'")}\``;

/** Changes as a diff block of Markdown. */
export function changesMarkdown(changes: readonly Change[], paint: Paint, full = false): string {
  const lines = changesText(changes, { paint, width: WIDTH, full })
    .split("\n")
    .map((line) =>
      /^ {2}\+ /.test(line) ? `+${line.slice(3)}` : /^ {2}- /.test(line) ? `-${line.slice(3)}` : /^ {2}~ |^-\/\+ /.test(line) ? `!${line.slice(3)}` : line,
    );
  return `\`\`\`diff\n${lines.join("\n").replace(/```/g, "'''")}\`\`\`\n`;
}

/** A plan as Markdown for a pull request; the first line is a marker to find the comment again by. */
export function planMarkdown(plan: Plan, paint: Paint, full = false): string {
  const failed = plan.failed.map((record) => [code(commandText(record)), record.stderr.trim()] as const);
  return [
    "<!-- dryswarm plan -->\n",
    `### dryswarm ${summaryText(plan.summary, "plan")}\n`,
    plan.changes.length > 0 && `${changesMarkdown(plan.changes, paint, full)}\n`,
    plan.certainty && `${plan.certainty}\n\n`,
    failed.length > 0 && `**Failed** (what was run ended with exit status ${plan.status})\n\n${markdownTable(["Command", "What docker says"], failed)}\n`,
    plan.failedReads.length > 0 && `**Found nothing, and the script went on:** ${plan.failedReads.map((record) => code(commandText(record))).join(", ")}\n\n`,
    plan.skipped.length > 0 && `**Not simulated, and skipped:** ${plan.skipped.map((record) => code(commandText(record))).join(", ")}\n\n`,
    plan.findings.length > 0 && findingsMarkdown(plan.findings),
  ]
    .filter(Boolean)
    .join("");
}

/** Findings as a table of Markdown. */
export function findingsMarkdown(findings: readonly (Finding & { readonly place?: string })[]): string {
  const rows = findings.map(({ rule, severity, subject, message, place: at }) => [rule, severity, `${subject.kind} ${subject.name}`.trim(), message, at ?? ""]);
  return markdownTable(["Rule", "Severity", "About", "What", "Where"], rows);
}
