import { type Finding, findingLine, type Rule, type Severity } from "../plan/rules/index.ts";
import type { Paint } from "./paint.ts";
import { findingsMarkdown } from "./plan.ts";

/** A finding with its place in a stack file, where it has one. Line and column from 1 on. */
export interface PlacedFinding extends Finding {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Formats of `dryswarm check -o`. */
export const CHECK_OUTPUTS = ["text", "json", "markdown", "sarif", "github", "junit", "html"] as const;

/** Address of the page that explains every rule, each at an anchor of its ID. */
export const DOCS = "https://github.com/dryswarm/dryswarm/blob/main/docs/rules.md";
const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", info: "note" };

const placeOf = ({ file, line, column }: PlacedFinding): string => (file ? `${file}${line ? `:${line}:${column ?? 1}` : ""}` : "");

/** Findings as text, a line each, and their count. */
export function checkText(findings: readonly PlacedFinding[], paint: Paint): string {
  const colour = { error: paint.red, warning: paint.yellow, info: paint.dim };
  const lines = findings.map((finding) => `${placeOf(finding) && `${placeOf(finding)}: `}${colour[finding.severity](findingLine(finding))}\n`);
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return `${lines.join("")}${findings.length > 0 ? "\n" : ""}${count("error")} errors, ${count("warning")} warnings, ${count("info")} infos.\n`;
}

/** Findings as Markdown. */
export function checkMarkdown(findings: readonly PlacedFinding[]): string {
  const placed = findings.map((finding) => ({ ...finding, place: placeOf(finding) }));
  return findings.length > 0 ? findingsMarkdown(placed) : "No findings.\n";
}

/** Identity of a finding across runs: its rule and its object, not its numbers. */
export const fingerprint = ({ rule, subject }: Finding): string => `${rule} ${subject.kind} ${subject.name}`.trim();

/** Findings as SARIF 2.1.0. */
export function sarif(findings: readonly PlacedFinding[], rules: readonly Rule[], version: string): object {
  const ids = rules.map(({ id }) => id);
  const seen = new Map<string, number>();
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "dryswarm",
            version,
            informationUri: DOCS,
            rules: rules.map(({ id, name, severity, explanation }) => ({
              id,
              name,
              shortDescription: { text: name },
              fullDescription: { text: explanation },
              helpUri: `${DOCS}#${id.toLowerCase()}`,
              defaultConfiguration: { level: LEVELS[severity] },
            })),
          },
        },
        results: findings.map((finding) => {
          const key = fingerprint(finding);
          const nth = (seen.get(key) ?? 0) + 1;
          seen.set(key, nth);
          return {
            ruleId: finding.rule,
            ruleIndex: ids.indexOf(finding.rule),
            level: LEVELS[finding.severity],
            message: { text: findingLine(finding) },
            locations: [
              finding.file
                ? {
                    physicalLocation: {
                      artifactLocation: { uri: finding.file.replace(/^\.\//, "") },
                      region: { startLine: finding.line ?? 1, startColumn: finding.column ?? 1 },
                    },
                  }
                : { logicalLocations: [{ name: finding.subject.name || finding.subject.kind, kind: finding.subject.kind }] },
            ],
            partialFingerprints: { "dryswarm/v1": `${key} ${nth}` },
          };
        }),
      },
    ],
  };
}

/** Most annotations of each kind that GitHub shows of one step. */
const SHOWN = 10;
const escapeData = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const escapeProperty = (text: string): string => escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings as workflow commands of GitHub Actions: the ten worst of each kind, which is all that it shows. */
export function github(findings: readonly PlacedFinding[]): string {
  const kinds = { error: "error", warning: "warning", info: "notice" } as const;
  const sorted = [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  return (["error", "warning", "info"] as const)
    .map((severity) => {
      const own = sorted.filter((finding) => finding.severity === severity);
      const lines = own.slice(0, SHOWN).map((finding) => {
        const where = finding.file ? `file=${escapeProperty(finding.file)},line=${finding.line ?? 1},col=${finding.column ?? 1},` : "";
        return `::${kinds[severity]} ${where}title=${escapeProperty(`${finding.rule} ${finding.name}`)}::${escapeData(findingLine(finding))}\n`;
      });
      return lines.join("") + (own.length > SHOWN ? `and ${own.length - SHOWN} more of severity ${severity}\n` : "");
    })
    .join("");
}

const xml = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");

/** Findings as JUnit XML: a test case for each rule, failed by errors and warnings. */
export function junit(findings: readonly PlacedFinding[], rules: readonly Rule[]): string {
  const cases = rules.map(({ id, name }) => {
    const own = findings.filter(({ rule, severity }) => rule === id && severity !== "info");
    const failures = own.map(
      (finding) => `      <failure message="${xml(findingLine(finding))}" type="${finding.severity}">${xml(placeOf(finding))}</failure>\n`,
    );
    return {
      failed: own.length > 0,
      text: `    <testcase classname="dryswarm" name="${id} ${xml(name)}"${own.length > 0 ? `>\n${failures.join("")}    </testcase>` : "/>"}\n`,
    };
  });
  const failed = cases.filter((one) => one.failed).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${cases.length}" failures="${failed}">\n  <testsuite name="dryswarm check" tests="${cases.length}" failures="${failed}">\n${cases.map(({ text }) => text).join("")}  </testsuite>\n</testsuites>\n`;
}
