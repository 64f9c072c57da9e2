import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { realDocker } from "../helpers/served.ts";
import { replay } from "../transcripts/replay.ts";

const ROOT = join(import.meta.dirname, "../../fixtures/transcripts");
const docker = realDocker();
if (!docker) process.stdout.write("no docker command line here: recordings are not replayed with it (npm run replay:served does it for all of them)\n");

/** Quick ones of each noun; `npm run replay:served` replays them all. */
const SOME = ["network/create-overlay-with-options", "network/inspect-verbose", "swarm/node-inspect", "service/vip-or-dnsrr", "stack/first-deploy"];

describe.skipIf(!docker)("the real docker on dryswarm serve", () => {
  it.each(SOME)("%s", async (name) => {
    expect((await replay(join(ROOT, `${name}.console`), { real: docker })).wrong).toEqual([]);
  });
});
