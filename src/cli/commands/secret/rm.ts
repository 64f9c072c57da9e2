import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";

/** `docker secret rm` */
export const command = defineCommand({
  use: "rm SECRET [SECRET...]",
  aliases: ["remove"],
  short: "Remove secrets",
  args: { min: 1 },
  flags: [],
  async run({ client, streams }, refs) {
    const errors = await eachReference(refs, async (ref) => {
      await client.secretRemove(checkReference("secret", ref, true));
      streams.out(`${ref}\n`);
    });
    return report(streams, errors);
  },
});
