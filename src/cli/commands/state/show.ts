import { defineCommand } from "../../command.ts";

/** `dryswarm state show` */
export const command = defineCommand({
  use: "show",
  short: "Print the state",
  args: { exact: 0 },
  flags: [],
  async run({ streams, state }) {
    streams.out(await state.show());
  },
});
