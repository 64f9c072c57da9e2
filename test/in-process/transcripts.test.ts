import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { session } from "../helpers/session.ts";
import { comparable } from "../transcripts/compare.ts";
import { isFree, parseConsole, type Step } from "../transcripts/console.ts";

const ROOT = join(import.meta.dirname, "../../fixtures/transcripts");
const required: string[] = JSON.parse(readFileSync(join(import.meta.dirname, "../transcripts/required.json"), "utf8"));

/** Words of a command line that needs no shell; undefined for one that does. */
function words(command: string): { argv: string[]; silent: boolean } | undefined {
  const silent = / >\/dev\/null$/.test(command);
  const text = command.replace(/ >\/dev\/null$/, "");
  if (!text.startsWith("docker ")) return undefined;
  const argv: string[] = [];
  const pattern = /\s*((?:'[^']*'|[^\s'"$`|;&<>()\\]+)+)/gy;
  let at = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    argv.push((match[1] ?? "").replace(/'([^']*)'/g, "$1"));
    at = pattern.lastIndex;
  }
  return at === text.length ? { argv: argv.slice(1), silent } : undefined;
}

/** The steps of a recording up to the first that needs a shell. */
function simpleSteps(steps: Step[]): Step[] {
  const end = steps.findIndex((step) => words(step.command) === undefined);
  return end < 0 ? steps : steps.slice(0, end);
}

// IDs are drawn at random, and a name such as c1 may be the beginning of one: what differs by chance does not differ again.
// The same recordings as test/transcripts, as far as they need no shell, on a store in memory and in this process: what the
// acceptance layer says of the built program, said of each module here.
describe("recordings in one process", { retry: 2 }, () => {
  it.each(required)("%s", async (name) => {
    const want = simpleSteps(parseConsole(readFileSync(join(ROOT, `${name}.console`), "utf8")));
    const { docker } = session();
    const got: Step[] = [];
    for (const step of want) {
      const { argv, silent } = words(step.command) as { argv: string[]; silent: boolean };
      const printed = await docker(argv);
      got.push({ ...step, ...printed, stdout: silent ? "" : printed.stdout });
    }
    const [a, b] = [comparable(want), comparable(got)];
    want.forEach((step, at) => {
      if (!isFree(step))
        expect({ command: step.command, ...b[at], stdout: b[at]?.stdout.trimEnd() }).toEqual({
          command: step.command,
          ...a[at],
          stdout: a[at]?.stdout.trimEnd(),
        });
    });
  });
});
