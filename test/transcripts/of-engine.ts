import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { replay } from "./replay.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");

/**
 * Replays the recordings of an engine version on its profile, and prints the count per group. `known` are recordings that are not whole,
 * with the number of steps that differ; docs/engines.md says why.
 */
export function replayRecordingsOf(engine: string, groups: readonly string[], known: Readonly<Record<string, number>>): void {
  const root = join(FIXTURES, `transcripts-${engine}`);
  for (const group of groups) {
    const names = readdirSync(join(root, group)).map((name) => `${group}/${name.replace(/\.console$/, "")}`);
    const tally = { steps: 0, same: 0 };
    // IDs are drawn at random, and a name such as c1 may be the beginning of one: what differs by chance does not differ again.
    describe.concurrent(`${group} transcripts of Engine ${engine}`, { retry: 2 }, () => {
      it.each(names)("%s", async (name) => {
        const { steps, wrong } = await replay(join(root, `${name}.console`), { engine });
        tally.steps += steps;
        tally.same += steps - wrong.length;
        if (wrong.length > (known[name] ?? 0)) expect(wrong).toEqual([]);
      });
    });
    afterAll(() => process.stdout.write(`${engine} ${group}: ${tally.same} of ${tally.steps} steps\n`));
  }
}
