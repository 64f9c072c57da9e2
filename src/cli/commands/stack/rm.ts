import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { checkStackName } from "../../stack/names.ts";
import { removeStack } from "../../stack/remove.ts";

/** `docker stack rm`: the swarm has settled when it returns, so there is nothing to wait for with `--detach=false`. */
export const command = defineCommand({
  use: "rm [OPTIONS] STACK [STACK...]",
  aliases: ["remove", "down"],
  short: "Remove stacks",
  args: { min: 1 },
  flags: [flag("detach", bool(true), "Do not wait for the tasks to end", { short: "d" })],
  async run(context, stacks) {
    for (const stack of stacks) checkStackName(stack);
    return report(context.streams, await eachReference(stacks, (stack) => removeStack(context, stack)));
  },
});
