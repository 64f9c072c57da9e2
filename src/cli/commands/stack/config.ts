import { DryswarmError, failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { COMPOSE_FILE, loadFiles } from "../../stack/files.ts";

/** `docker stack config` */
export const command = defineCommand({
  use: "config [OPTIONS]",
  short: "Show the stack file that several files make, variables put in",
  args: { exact: 0 },
  flags: [COMPOSE_FILE, flag("skip-interpolation", bool(), "Leave variables as they are")],
  async run(context, _args, flags) {
    const { config } = await loadFiles(context, flags, flags.get("skip-interpolation")).catch((error: unknown) => {
      // Unlike `stack deploy`, docker does not say here which keys they are.
      throw error instanceof DryswarmError && error.code === "compose-forbidden" ? failure("compose-forbidden-config") : error;
    });
    const { printConfig } = await import("../../../compose/print.ts");
    context.streams.out(printConfig(config, context.profile.stackFiles));
  },
});
