import { defineCommand } from "../../command.ts";

/** `dryswarm state repair` */
export const command = defineCommand({
  use: "repair",
  short: "Bring the last good generation of a damaged state back",
  examples: [{ what: "After a message that the state is damaged", line: "dryswarm state repair" }],
  args: { exact: 0 },
  flags: [],
  readOnly: true,
  async run({ streams, state }) {
    const repair = await state.repair();
    streams.out(repair.done ? `The state is as ${repair.from} kept it; the damaged one is ${repair.damaged}.\n` : "The state is whole: nothing to repair.\n");
  },
});
