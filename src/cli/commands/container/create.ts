import { defineCommand } from "../../command.ts";
import { CONTAINER_FLAGS, containerRequest, sayIgnored } from "../../container-options.ts";

/** `docker container create` */
export const command = defineCommand({
  use: "create [OPTIONS] IMAGE [COMMAND] [ARG...]",
  short: "Create a container on networks, without starting it",
  args: { min: 1 },
  flags: CONTAINER_FLAGS,
  stopAtFirstArg: true,
  async run(context, args, flags) {
    sayIgnored(context, flags);
    const { Id } = await context.client.containerCreate(flags.get("name"), containerRequest(context, args, flags, "create"));
    context.streams.out(`${Id}\n`);
  },
});
