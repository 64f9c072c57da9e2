import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker container start` */
export const command = defineCommand({
  use: "start [OPTIONS] CONTAINER [CONTAINER...]",
  short: "Start stopped containers",
  args: { min: 1 },
  flags: [flag("attach", bool(), "Has no effect in a dry run", { short: "a" })],
  async run({ client, streams }, refs) {
    const failed: string[] = [];
    const errors = await eachReference(refs, async (ref) => {
      failed.push(ref);
      await client.containerStart(checkReference("container", ref, true));
      failed.pop();
      streams.out(`${ref}\n`);
    });
    if (errors.length === 0) return 0;
    report(streams, errors);
    throw failure("container-cli-start", { refs: failed.join(", ") });
  },
});
