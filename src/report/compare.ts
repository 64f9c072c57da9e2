import { commandText } from "../plan/command-record.ts";
import type { Comparison, StepDifference } from "../plan/compare.ts";
import type { Change } from "../plan/diff.ts";
import type { Finding } from "../plan/rules/index.ts";
import { markdownTable, type Paint } from "./paint.ts";

/** A difference in one row: what it is about, and what it is on each engine. */
interface Row {
  readonly about: string;
  readonly before: string;
  readonly after: string;
}

/** Differences of one sort, under one heading. */
interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

const textOf = (value: unknown): string => (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));

function stepRow(step: StepDifference): Row {
  const place = step.file && step.line ? `${step.file}:${step.line}: ` : "";
  const said = (ending: StepDifference["before"]): string => {
    if (!ending) return "not run";
    const words = ending.stderr
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .join(" / ");
    return ending.status === 0 ? "succeeds" : `exit status ${ending.status}${words && `: ${words}`}`;
  };
  return { about: `${place}${commandText({ ...step, status: 0, stderr: "" })}`, before: said(step.before), after: said(step.after) };
}

function changeRows({ action, kind, name, facts, fields }: Change): Row[] {
  const about = name ? `${kind} ${name}` : kind;
  const words =
    Object.entries(facts)
      .map(([label, text]) => `${label} ${text}`)
      .join(", ") || "there";
  if (action === "add") return [{ about, before: "not there", after: words }];
  if (action === "remove") return [{ about, before: words, after: "not there" }];
  const driver = fields.find(({ path }) => path === "Driver");
  if (driver && (driver.before === undefined || driver.after === undefined)) {
    const never = "never allocated";
    return [{ about, before: driver.before === undefined ? never : "allocated", after: driver.after === undefined ? never : words }];
  }
  return fields.map(({ path, before, after }) => ({ about: `${about} ${path}`, before: textOf(before), after: textOf(after) }));
}

/** Findings of one rule on one object in one row, whichever engine has them. */
function findingRows({ before, after }: Comparison["findings"]): Row[] {
  const about = ({ rule, subject }: Finding): string => `${rule} ${subject.kind} ${subject.name}`.trim();
  const said = (list: readonly Finding[], what: string): string =>
    list
      .filter((finding) => about(finding) === what)
      .map(({ severity, message }) => `${severity}: ${message}`)
      .join("; ");
  return [...new Set([...before, ...after].map(about))].map((what) => ({ about: what, before: said(before, what), after: said(after, what) }));
}

/** Differences by sort, the weightiest first; sorts without one are left out. */
function groupsOf({ steps, changes, tasks, findings }: Comparison): Group[] {
  const ofKind = (kind: StepDifference["kind"]): Row[] => steps.filter((step) => step.kind === kind).map(stepRow);
  return [
    { title: "Commands that end otherwise", rows: ofKind("status") },
    { title: "From here on the script goes another way", rows: ofKind("path") },
    { title: "Objects that differ in the end", rows: changes.flatMap(changeRows) },
    { title: "Tasks that fare otherwise", rows: tasks.map(({ service, before, after }) => ({ about: `service ${service}`, before, after })) },
    { title: "Findings that differ", rows: findingRows(findings) },
    { title: "Errors that are only worded otherwise", rows: ofKind("words") },
  ].filter(({ rows }) => rows.length > 0);
}

/** The answer in one sentence. */
function answer({ same, engines: [first, second] }: Comparison): string {
  return same ? `It means the same on ${first} and ${second}.\n` : `It does not mean the same on ${first} and ${second}.\n`;
}

/** A comparison as text: a heading for each sort of difference, a line for each engine below what differs. */
export function comparisonText(comparison: Comparison, paint: Paint): string {
  const width = Math.max(...comparison.engines.map((engine) => engine.length));
  const [first, second] = comparison.engines.map((engine) => engine.padEnd(width));
  const groups = groupsOf(comparison).map(({ title, rows }) => {
    const lines = rows.map(({ about, before, after }) =>
      [`  ${about}\n`, before && paint.red(`    ${first}  ${before}\n`), after && paint.green(`    ${second}  ${after}\n`)].filter(Boolean).join(""),
    );
    return `${paint.bold(`${title}:`)}\n${lines.join("")}\n`;
  });
  return `${groups.join("")}${answer(comparison)}`;
}

/** A comparison as Markdown: a table for each sort of difference. */
export function comparisonMarkdown(comparison: Comparison): string {
  const [first, second] = comparison.engines;
  const groups = groupsOf(comparison).map(
    ({ title, rows }) =>
      `**${title}**\n\n${markdownTable(
        ["About", first, second],
        rows.map(({ about, before, after }) => [about, before, after]),
      )}\n`,
  );
  return `### dryswarm plan on ${first} and ${second}\n\n${groups.join("")}${answer(comparison)}`;
}
