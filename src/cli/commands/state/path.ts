import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";

/** `dryswarm state path` */
export const command = defineCommand({
  use: "path",
  short: "Print the path of the state file",
  examples: [{ what: "Keep a copy of the state", line: 'cp "$(dryswarm state path)" before.json' }],
  args: { exact: 0 },
  flags: [],
  async run({ streams, statePath }) {
    if (statePath === undefined) throw failure("state-remote");
    streams.out(`${statePath}\n`);
  },
});
