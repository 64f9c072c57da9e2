import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";

/** `docker config rm` */
export const command = defineCommand({
  use: "rm CONFIG [CONFIG...]",
  aliases: ["remove"],
  short: "Remove configs",
  args: { min: 1 },
  flags: [],
  async run({ client, streams }, refs) {
    const errors = await eachReference(refs, async (ref) => {
      await client.configRemove(checkReference("config", ref, true));
      streams.out(`${ref}\n`);
    });
    return report(streams, errors);
  },
});
