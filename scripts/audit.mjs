// Asks the registry for known vulnerabilities in the packages that ship. Fails on any; where the registry gives no answer (offline,
// or a mirror without this endpoint) it says so and lets the run go on: that is no finding.
import { spawnSync } from "node:child_process";

const { stdout, stderr, status } = spawnSync("npm", ["audit", "--omit=dev", "--audit-level=low", "--json"], { encoding: "utf8" });

function report() {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

const { vulnerabilities, error, message } = report();
if (vulnerabilities === undefined) {
  const cause = error?.summary || message || stderr.trim() || `npm ended with ${status}`;
  process.stderr.write(`audit: not done, the registry gave no answer: ${cause}\n`);
} else {
  const found = Object.values(vulnerabilities);
  for (const { name, severity, range } of found) process.stderr.write(`audit: ${name} ${range}: ${severity}\n`);
  process.stdout.write(`audit: ${found.length} known vulnerabilities in what ships\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
