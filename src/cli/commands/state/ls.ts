import { defineCommand } from "../../command.ts";
import { QUIET } from "../../options/format-flags.ts";

/** `dryswarm state ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List the forks of the state; commands work on the one with the asterisk",
  examples: [{ what: "Which forks there are", line: "dryswarm state ls" }],
  args: { exact: 0 },
  flags: [QUIET],
  readOnly: true,
  async run({ forks, streams }, _args, flags) {
    const quiet = flags.get("quiet");
    for (const { name, current } of await forks.list()) streams.out(quiet ? `${name}\n` : `${current ? "*" : " "} ${name}\n`);
  },
});
