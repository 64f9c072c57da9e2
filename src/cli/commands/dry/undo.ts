import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";

/** `dryswarm undo [N]` */
export const command = defineCommand({
  use: "undo [COUNT]",
  short: "Take the last changes of the state back, byte for byte (dryswarm's own)",
  examples: [
    { what: "The last change", line: "dryswarm undo" },
    { what: "The last three; history lists them", line: "dryswarm undo 3" },
  ],
  args: { min: 0, max: 1 },
  flags: [],
  readOnly: true,
  async run({ history, streams }, [count = "1"]) {
    if (!/^[1-9]\d{0,5}$/.test(count)) throw failure("history-count", { value: count });
    for (const argv of await history.undo(Number(count))) streams.out(`undone: ${argv.join(" ")}\n`);
  },
});
