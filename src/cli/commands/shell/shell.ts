import { defineCommand } from "../../command.ts";
import { ISOLATION_FLAGS, isolationOf } from "../../dry/isolation.ts";

/** `dryswarm shell [-- COMMAND …]` */
export const command = defineCommand({
  use: "shell [OPTIONS] [-- COMMAND [ARG...]]",
  short: "Run a command with a docker that is dryswarm (dryswarm's own)",
  examples: [
    { what: "Run a script whose docker is dryswarm", line: "dryswarm shell -- bash deploy.sh" },
    { what: "Your own shell that way", line: "dryswarm shell" },
  ],
  statuses: { other: "That of the command that was run" },
  args: { min: 0 },
  flags: ISOLATION_FLAGS,
  stopAtFirstArg: true,
  runsOthers: true,
  run: (context, args, flags) => context.runShell(args, isolationOf(flags)),
});
