import type { Severity } from "../../../src/plan/rules/index.ts";
import type { PlacedFinding } from "../../../src/report/check.ts";
import type { ShownRule } from "../../../src/report/page.ts";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings, the worst first, each with its place and with what its rule is about. */
export function Findings({ findings, rules }: { findings: readonly PlacedFinding[]; rules: Readonly<Record<string, ShownRule>> }) {
  if (findings.length === 0) return <p>No findings.</p>;
  const sorted = [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  return (
    <ul class="findings">
      {sorted.map(({ rule, name, severity, subject, message, file, line, column }) => {
        const about = rules[rule];
        return (
          <li key={`${rule} ${subject.kind} ${subject.name} ${message}`} class={`finding ${severity}`}>
            <p>
              <span class="severity">{severity}</span>{" "}
              <a href={about?.link} rel="noreferrer" target="_blank">
                {rule} {name}
              </a>{" "}
              <b>
                {subject.kind} {subject.name}
              </b>
              {file && (
                <code>
                  {file}:{line ?? 1}:{column ?? 1}
                </code>
              )}
            </p>
            <p>{message}</p>
            {about && (
              <details>
                <summary>Why, and what mends it</summary>
                <p>{about.explanation}</p>
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** How many findings there are of each severity. */
export function severityCounts(findings: readonly PlacedFinding[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return `${count("error")} errors, ${count("warning")} warnings, ${count("info")} infos`;
}
