import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { replay } from "./replay.ts";

const ROOT = join(import.meta.dirname, "../../fixtures/transcripts-29");

/** Recordings that are not whole, with the number of steps that differ; docs/engines.md says why. */
const KNOWN: Readonly<Record<string, number>> = {
  "network/connect-errors": 1,
  "service/create-invalid-values": 1,
  "service/invalid-values": 2,
  "service/missing-image": 4,
  "service/vips-given-and-reused": 1,
  "swarm/leave-and-what-stays": 1,
};

// IDs are drawn at random, and a name such as c1 may be the beginning of one: what differs by chance does not differ again.
for (const group of ["network", "swarm", "service", "stack"]) {
  const names = readdirSync(join(ROOT, group)).map((name) => `${group}/${name.replace(/\.console$/, "")}`);
  const tally = { steps: 0, same: 0 };
  describe.concurrent(`${group} transcripts of Engine 29`, { retry: 2 }, () => {
    it.each(names)("%s", async (name) => {
      const { steps, wrong } = await replay(join(ROOT, `${name}.console`), { engine: "29" });
      tally.steps += steps;
      tally.same += steps - wrong.length;
      if (wrong.length > (KNOWN[name] ?? 0)) expect(wrong).toEqual([]);
    });
  });
  afterAll(() => process.stdout.write(`29 ${group}: ${tally.same} of ${tally.steps} steps\n`));
}
