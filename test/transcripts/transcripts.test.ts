import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { replay } from "./replay.ts";

const ROOT = join(import.meta.dirname, "../../fixtures/transcripts");
const required = new Set<string>(JSON.parse(readFileSync(join(import.meta.dirname, "required.json"), "utf8")));
const unlisted: string[] = [];

/** The groups whose commands are a process each, as a user's are; those of the others are answered by one `dryswarm shell`. */
const OWN_PROCESSES = new Set(["network", "reports"]);

// IDs are drawn at random, and a name such as c1 may be the beginning of one: what differs by chance does not differ again.
for (const group of ["network", "swarm", "service", "stack", "stacks", "random", "reports"]) {
  const names = readdirSync(join(ROOT, group))
    .filter((name) => name.endsWith(".console"))
    .map((name) => `${group}/${name.slice(0, -8)}`);
  const tally = { whole: 0, steps: 0, same: 0 };
  describe.concurrent(`${group} transcripts`, { retry: 2 }, () => {
    it.each(names)("%s", async (name) => {
      const { steps, wrong } = await replay(join(ROOT, `${name}.console`), OWN_PROCESSES.has(group) ? {} : { engine: "28.5" });
      tally.steps += steps;
      tally.same += steps - wrong.length;
      if (wrong.length === 0) {
        tally.whole++;
        if (!required.has(name)) unlisted.push(name);
      }
      if (required.has(name)) expect(wrong).toEqual([]);
    });
  });
  afterAll(() => process.stdout.write(`${group}: ${tally.whole} of ${names.length} transcripts, ${tally.same} of ${tally.steps} steps\n`));
}

it("requires only transcripts that exist", () => {
  const missing = [...required].filter((name) => !readdirSync(join(ROOT, name.split("/")[0] ?? "")).includes(`${name.split("/")[1]}.console`));
  expect(missing).toEqual([]);
});

afterAll(() => {
  if (unlisted.length) process.stdout.write(`whole, and not in required.json yet: ${unlisted.sort().join(", ")}\n`);
});
