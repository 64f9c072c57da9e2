import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";

/** `dryswarm state rm` */
export const command = defineCommand({
  use: "rm NAME [NAME...]",
  aliases: ["remove"],
  short: "Remove forks",
  examples: [{ what: "A what-if that is done with", line: "dryswarm state rm what-if" }],
  args: { min: 1 },
  flags: [],
  readOnly: true,
  async run({ forks, streams }, names) {
    const errors = await eachReference(names, async (name) => {
      await forks.remove(name);
      streams.out(`${name}\n`);
    });
    return report(streams, errors);
  },
});
