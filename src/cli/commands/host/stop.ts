import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";
import { dataCentre } from "../../host-commands.ts";

/** `dryswarm host stop` */
export const command = defineCommand({
  use: "stop HOST [HOST...]",
  short: "Let hosts fail",
  examples: [{ what: "node-2 fails: its tasks move", line: "dryswarm host stop node-2 && dryswarm service ps web" }],
  args: { min: 1 },
  flags: [],
  async run(context, names) {
    const errors = await eachReference(names, async (name) => {
      await dataCentre(context).hostPower(name, false);
      context.streams.out(`${name}\n`);
    });
    return report(context.streams, errors);
  },
});
