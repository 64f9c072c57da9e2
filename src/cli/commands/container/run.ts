import { DryswarmError } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { containerFailure } from "../../container-networks.ts";
import { CONTAINER_FLAGS, containerRequest, sayIgnored } from "../../container-options.ts";
import { errorText } from "../../dispatch/exit.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** Docker's own words for what stops `docker run`: before the container is there (invalid), or afterwards. */
const runFailure =
  (code: "container-cli-invalid" | "container-cli-failed") =>
  (error: unknown): never => {
    throw error instanceof DryswarmError ? containerFailure(code, errorText(error), "run") : error;
  };

/** `docker run` */
export const command = defineCommand({
  use: "run [OPTIONS] IMAGE [COMMAND] [ARG...]",
  short: "Create and start a container",
  args: { min: 1 },
  flags: [...CONTAINER_FLAGS, flag("detach", bool(), "Run in the background", { short: "d" })],
  stopAtFirstArg: true,
  async run(context, args, flags) {
    const { client, streams } = context;
    sayIgnored(context, flags);
    const { Id } = await client.containerCreate(flags.get("name"), containerRequest(context, args, flags, "run")).catch(runFailure("container-cli-invalid"));
    if (flags.get("detach")) streams.out(`${Id}\n`);
    await client.containerStart(Id).catch(runFailure("container-cli-failed"));
    if (flags.get("detach")) return;
    streams.err("dryswarm: nothing runs in a dry run: the container has no output\n");
    await client.containerStop(Id);
  },
});
