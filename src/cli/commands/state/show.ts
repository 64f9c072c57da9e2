import { defineCommand } from "../../command.ts";

/** `dryswarm state show` */
export const command = defineCommand({
  use: "show",
  short: "Print the state",
  examples: [{ what: "The state as JSON", line: "dryswarm state show > state.json" }],
  args: { exact: 0 },
  flags: [],
  async run({ streams, state }) {
    streams.out(await state.show());
  },
});
