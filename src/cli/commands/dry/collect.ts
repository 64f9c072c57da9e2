import { defineCommand } from "../../command.ts";
import { collectScript } from "../../dry/collect-script.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `dryswarm collect` */
export const command = defineCommand({
  use: "collect [OPTIONS]",
  short: "Print a shell script that gathers with docker alone what an import needs of a swarm (dryswarm's own)",
  examples: [{ what: "Make the script, run it on a manager, import what it prints", line: "dryswarm collect > collect.sh" }],
  args: { exact: 0 },
  flags: [flag("env", bool(), "Let it gather the values of environment variables, not only digests of them")],
  readOnly: true,
  async run({ streams }, _args, flags) {
    streams.out(collectScript(flags.get("env")));
  },
});
