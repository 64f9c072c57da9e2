import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";

/** `docker service rm` */
export const command = defineCommand({
  use: "rm SERVICE [SERVICE...]",
  aliases: ["remove"],
  short: "Remove services",
  args: { min: 1 },
  flags: [],
  async run({ client, streams }, refs) {
    const errors = await eachReference(refs, async (ref) => {
      await client.serviceRemove(checkReference("service", ref, true));
      streams.out(`${ref}\n`);
    });
    return report(streams, errors);
  },
});
