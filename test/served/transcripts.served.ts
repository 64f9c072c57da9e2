import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { realDocker } from "../helpers/served.ts";
import { replay } from "../transcripts/replay.ts";

const ROOT = join(import.meta.dirname, "../../fixtures/transcripts");
const docker = realDocker();

/**
 * What differs by nature: images are never resolved, containers have no size, docker prints a volume's labels in
 * random order; a fraction of a second is no "1 second ago"; docker's stack deploy takes
 * a file's services and the secrets of a service in random order; a race of the recorded engine.
 */
const DIFFERS = new Set([
  "service/columns-of-lists",
  "service/missing-image",
  "service/secrets-and-configs-in-use",
  "service/small-subnet",
  "service/volumes",
  "stack/endpoint-mode",
  "swarm/leave-and-what-stays",
]);

it("has a docker command line to replay with ($DOCKER, or docker on PATH)", () => {
  expect(docker).toBeDefined();
});

for (const group of ["network", "swarm", "service", "stack"]) {
  const names = readdirSync(join(ROOT, group)).map((name) => `${group}/${name.replace(/\.console$/, "")}`);
  const tally = { whole: 0, steps: 0, same: 0 };
  describe.concurrent(`${group} transcripts with the real docker on dryswarm serve`, () => {
    it.each(names)("%s", async (name) => {
      const { steps, wrong } = await replay(join(ROOT, `${name}.console`), { real: docker });
      tally.steps += steps;
      tally.same += steps - wrong.length;
      if (wrong.length === 0) tally.whole++;
      if (!DIFFERS.has(name)) expect(wrong).toEqual([]);
    });
  });
  afterAll(() => process.stdout.write(`${group}: ${tally.whole} of ${names.length} transcripts, ${tally.same} of ${tally.steps} steps\n`));
}
