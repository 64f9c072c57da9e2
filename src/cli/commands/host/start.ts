import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";
import { dataCentre } from "../../host-commands.ts";

/** `dryswarm host start` */
export const command = defineCommand({
  use: "start HOST [HOST...]",
  short: "Let stopped hosts come back",
  examples: [{ what: "node-2 comes back", line: "dryswarm host start node-2" }],
  args: { min: 1 },
  flags: [],
  async run(context, names) {
    const errors = await eachReference(names, async (name) => {
      await dataCentre(context).hostPower(name, true);
      context.streams.out(`${name}\n`);
    });
    return report(context.streams, errors);
  },
});
