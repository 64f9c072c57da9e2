import { defineCommand } from "../../command.ts";
import { imageHint } from "../../dispatch/hints.ts";
import { COMMON_FLAGS, CREATE_FLAGS } from "../../service/flags.ts";
import { showProgress } from "../../service/progress.ts";
import { createSpec } from "../../service/spec.ts";

/** `docker service create` */
export const command = defineCommand({
  use: "create [OPTIONS] IMAGE [COMMAND] [ARG...]",
  short: "Create a service",
  args: { min: 1 },
  flags: [...COMMON_FLAGS, ...CREATE_FLAGS],
  stopAtFirstArg: true,
  async run(context, args, flags) {
    const { client, streams } = context;
    const { ID, Warnings } = await client.serviceCreate(await createSpec(context, args, flags));
    for (const warning of Warnings ?? []) streams.err(`${warning}\n`);
    if (!flags.get("no-resolve-image")) imageHint(context, args[0]);
    streams.out(`${ID}\n`);
    if (flags.get("detach")) return 0;
    return showProgress(context, ID, ID, flags.get("quiet"));
  },
});
