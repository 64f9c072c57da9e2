import { defineCommand } from "../../command.ts";
import { checkReference, eachReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker node rm` */
export const command = defineCommand({
  use: "rm [OPTIONS] NODE [NODE...]",
  aliases: ["remove"],
  short: "Remove nodes from the swarm",
  args: { min: 1 },
  flags: [flag("force", bool(), "Remove a node that is ready, too", { short: "f" })],
  async run({ client, streams }, refs, flags) {
    const errors = await eachReference(refs, async (ref) => {
      await client.nodeRemove(checkReference("node", ref, true), flags.get("force"));
      streams.out(`${ref}\n`);
    });
    return report(streams, errors);
  },
});
