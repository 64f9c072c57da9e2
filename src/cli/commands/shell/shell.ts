import type { CommandSpec } from "../../command.ts";

/** `dryswarm shell [-- COMMAND …]` */
export const command: CommandSpec = {
  use: "shell [OPTIONS] [-- COMMAND [ARG...]]",
  short: "Run a command with a docker that is dryswarm (dryswarm's own)",
  args: { min: 0 },
  flags: [],
  stopAtFirstArg: true,
  runsOthers: true,
  run: (context, args) => context.runShell(args),
};
