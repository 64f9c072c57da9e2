import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";

/** `dryswarm state path` */
export const command = defineCommand({
  use: "path",
  short: "Print the path of the state file",
  args: { exact: 0 },
  flags: [],
  async run({ streams, statePath }) {
    if (statePath === undefined) throw failure("state-remote");
    streams.out(`${statePath}\n`);
  },
});
