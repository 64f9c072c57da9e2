import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";
import { dataCentre } from "../../host-commands.ts";

/** `dryswarm host rm` */
export const command = defineCommand({
  use: "rm HOST [HOST...]",
  aliases: ["remove"],
  short: "Remove hosts",
  examples: [{ what: "Remove two hosts", line: "dryswarm host rm node-8 node-9" }],
  args: { min: 1 },
  flags: [],
  async run(context, names) {
    const errors = await eachReference(names, async (name) => {
      await dataCentre(context).hostRemove(name);
      context.streams.out(`${name}\n`);
    });
    return report(context.streams, errors);
  },
});
