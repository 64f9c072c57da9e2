import { defineCommand } from "../../command.ts";
import { checkReference } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { showProgress } from "../../service/progress.ts";

/** `docker service rollback` */
export const command = defineCommand({
  use: "rollback [OPTIONS] SERVICE",
  short: "Take a service back to its previous specification",
  args: { exact: 1 },
  flags: [flag("detach", bool(), "Do not wait for the service to converge", { short: "d" }), flag("quiet", bool(), "Show no progress", { short: "q" })],
  async run(context, [ref = ""], flags) {
    const { client, streams } = context;
    const service = await client.serviceInspect(checkReference("service", ref));
    await client.serviceUpdate(service.ID, service.Version.Index, service.Spec, { rollback: "previous" });
    streams.out(`${ref}\n`);
    if (flags.get("detach")) return 0;
    return showProgress(context, service.ID, ref, flags.get("quiet"));
  },
});
