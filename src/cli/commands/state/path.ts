import type { CommandSpec } from "../../command.ts";

/** `dryswarm state path` */
export const command: CommandSpec = {
  use: "path",
  short: "Print the path of the state file",
  args: { exact: 0 },
  flags: [],
  async run({ streams, statePath }) {
    streams.out(`${statePath ?? ""}\n`);
  },
};
