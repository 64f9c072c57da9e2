import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker volume rm` */
export const command = defineCommand({
  use: "rm [OPTIONS] VOLUME [VOLUME...]",
  aliases: ["remove"],
  short: "Remove volumes",
  args: { min: 1 },
  flags: [flag("force", bool(), "A volume that is not there is no error", { short: "f" })],
  async run({ client, streams }, refs, flags) {
    const errors = await eachReference(refs, async (ref) => {
      await client.volumeRemove(checkReference("volume", ref, true), flags.get("force"));
      streams.out(`${ref}\n`);
    });
    return report(streams, errors);
  },
});
