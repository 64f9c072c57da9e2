import { serviceList } from "../../../format/contexts/service.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FILTER, FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";
import { checkStackName, stackFilter } from "../../stack/names.ts";

/** `docker stack services` */
export const command = defineCommand({
  use: "services [OPTIONS] STACK",
  short: "List the services of a stack",
  args: { exact: 1 },
  flags: [FILTER, FORMAT, QUIET],
  async run(context, [stack = ""], flags) {
    checkStackName(stack);
    const services = await context.client.serviceList(stackFilter(stack, flags.get("filter")), { status: !flags.get("quiet") });
    if (services.length === 0) {
      context.streams.err(`Nothing found in stack: ${stack}\n`);
      return;
    }
    services.sort((a, b) => naturalCompare(a.Spec.Name ?? "", b.Spec.Name ?? ""));
    context.streams.out(writeList(services, serviceList, listOptions(context, flags, "servicesFormat")));
  },
});
