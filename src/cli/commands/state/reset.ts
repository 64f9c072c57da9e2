import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { confirm } from "../../prompt.ts";

/** `dryswarm state reset` */
export const command = defineCommand({
  use: "reset [OPTIONS]",
  short: "Remove the state: a fresh data centre",
  examples: [{ what: "A fresh data centre", line: "dryswarm state reset --force" }],
  args: { exact: 0 },
  flags: [flag("force", bool(), "Do not ask", { short: "f" })],
  async run({ streams, state, statePath }, _args, flags) {
    if (!flags.get("force") && !(await confirm(streams, `This removes the simulated data centre in ${statePath}.\nAre you sure you want to continue?`))) return;
    await state.reset();
  },
});
