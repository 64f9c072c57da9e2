// Writes docs/rules.md: a section for each rule of dryswarm check, as the program itself explains it.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const run = (...args) => spawnSync(process.execPath, [entry, ...args], { encoding: "utf8" }).stdout;
const rules = run("check", "--rules")
  .trim()
  .split("\n")
  .map((line) => line.split(/\s+/));
const sections = rules.map(([id, severity, name]) => {
  const [, explanation] = run("check", "--explain", id).split("\n\n");
  return `## ${id}\n\n**${name}** (${severity})\n\n${explanation}\n`;
});
writeFileSync(
  new URL("../docs/rules.md", import.meta.url),
  `# The rules of dryswarm check\n\nAn ID never changes its meaning. \`dryswarm check --explain ID\` prints the same. How to silence a rule is in [check.md](check.md).\n\n${sections.join("\n")}`,
);
