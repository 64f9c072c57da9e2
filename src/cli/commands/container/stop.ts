import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { int, string } from "../../options/values.ts";

/** `docker container stop` */
export const command = defineCommand({
  use: "stop [OPTIONS] CONTAINER [CONTAINER...]",
  short: "Stop running containers",
  args: { min: 1 },
  flags: [
    flag("signal", string(), "Has no effect in a dry run", { short: "s" }),
    flag("timeout", int(), "Has no effect in a dry run", { short: "t" }),
    flag("time", int(), "Has no effect in a dry run", { deprecated: "use --timeout instead" }),
  ],
  async run({ client, streams }, refs) {
    const errors = await eachReference(refs, async (ref) => {
      await client.containerStop(checkReference("container", ref, true));
      streams.out(`${ref}\n`);
    });
    return report(streams, errors);
  },
});
