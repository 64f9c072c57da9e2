import { defineCommand } from "../../command.ts";

/** `dryswarm state switch` */
export const command = defineCommand({
  use: "switch NAME",
  short: "Go on with a fork; the state that was current stays under its own name",
  examples: [
    { what: "Go on with what-if", line: "dryswarm state switch what-if" },
    { what: "Back to the state that was there first", line: "dryswarm state switch main" },
  ],
  args: { exact: 1 },
  flags: [],
  readOnly: true,
  async run({ forks, streams }, [name = ""]) {
    const switched = await forks.switch(name);
    streams.err(`dryswarm: ${switched ? "commands work on" : "commands work already on"} ${name}\n`);
  },
});
