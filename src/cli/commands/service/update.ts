import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { imageHint } from "../../dispatch/hints.ts";
import { checkReference } from "../../errors.ts";
import { COMMON_FLAGS, UPDATE_FLAGS } from "../../service/flags.ts";
import { showProgress } from "../../service/progress.ts";
import { updatedSpec } from "../../service/update-spec.ts";

/** `docker service update` */
export const command = defineCommand({
  use: "update [OPTIONS] SERVICE",
  short: "Change a service",
  args: { exact: 1 },
  flags: [...COMMON_FLAGS, ...UPDATE_FLAGS],
  async run(context, [ref = ""], flags) {
    const { client, streams } = context;
    const service = await client.serviceInspect(checkReference("service", ref));
    const rollback = flags.get("rollback");
    if (rollback && flags.count > 1 + Number(flags.changed("detach")) + Number(flags.changed("quiet"))) throw failure("service-cli-rollback-alone");
    const spec = rollback ? service.Spec : await updatedSpec(context, service.Spec, flags);
    const { Warnings } = await client.serviceUpdate(service.ID, service.Version.Index, spec, rollback ? { rollback: "previous" } : {});
    for (const warning of Warnings ?? []) streams.err(`${warning}\n`);
    if (flags.changed("image") && !flags.get("no-resolve-image")) imageHint(context, flags.get("image"));
    streams.out(`${ref}\n`);
    if (flags.get("detach")) return 0;
    return showProgress(context, service.ID, ref, flags.get("quiet"));
  },
});
