import { DryswarmError, failure } from "../../../api/index.ts";
import type { CommandContext, CommandSpec } from "../../command.ts";
import { CONTAINER_FLAGS, containerRequest, sayIgnored } from "../../container-options.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { errorText } from "../../run.ts";

/** Docker's own words for what stops `docker run`. */
function runFailure(error: unknown, wrap: string): unknown {
  if (!(error instanceof DryswarmError)) return error;
  const cause = errorText(error).replace(/^Error response from daemon: /, `Error response from daemon: ${wrap}`);
  return failure("container-cli-failed", { cause });
}

async function start({ client }: CommandContext, id: string): Promise<void> {
  await client.containerStart(id).catch((error: unknown) => {
    const joining = error instanceof DryswarmError && error.code.startsWith("container-join-");
    throw runFailure(error, joining ? "" : "failed to set up container networking: ");
  });
}

/** `docker run` */
export const command: CommandSpec = {
  use: "run [OPTIONS] IMAGE [COMMAND] [ARG...]",
  short: "Create and start a container",
  args: { min: 1 },
  flags: [...CONTAINER_FLAGS, flag("detach", bool(), "Run in the background", { short: "d" })],
  stopAtFirstArg: true,
  async run(context, args, flags) {
    const { client, streams } = context;
    sayIgnored(context, flags);
    const { Id } = await client.containerCreate(flags.get("name"), containerRequest(args, flags)).catch((error: unknown) => {
      throw runFailure(error, "");
    });
    if (flags.get<boolean>("detach")) streams.out(`${Id}\n`);
    await start(context, Id);
    if (flags.get<boolean>("detach")) return;
    streams.err("dryswarm: nothing runs in a dry run: the container has no output\n");
    await client.containerStop(Id);
    if (flags.get<boolean>("rm")) await client.containerRemove(Id, true);
  },
};
