import { serviceList } from "../../../format/contexts/service.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FILTER, FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";

/** `docker service ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List services",
  args: { exact: 0 },
  flags: [FILTER, FORMAT, QUIET],
  async run(context, _args, flags) {
    const services = await context.client.serviceList(flags.get("filter"), { status: !flags.get("quiet") });
    services.sort((a, b) => naturalCompare(a.Spec.Name ?? "", b.Spec.Name ?? ""));
    context.streams.out(writeList(services, serviceList, listOptions(context, flags, "servicesFormat")));
  },
});
