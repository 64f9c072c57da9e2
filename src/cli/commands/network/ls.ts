import { networkList, networkListWithoutIPv4 } from "../../../format/contexts/network.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FILTER, FORMAT, listOptions, NO_TRUNC, QUIET } from "../../options/format-flags.ts";

/** `docker network ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List networks",
  args: { exact: 0 },
  flags: [FILTER, FORMAT, NO_TRUNC, QUIET],
  async run(context, _args, flags) {
    const networks = await context.client.networkList(flags.get("filter"));
    networks.sort((a, b) => naturalCompare(a.Name, b.Name));
    context.streams.out(
      writeList(
        networks,
        context.profile.knowsIPv4 ? networkList : networkListWithoutIPv4,
        listOptions(context, flags, "networksFormat", flags.get("no-trunc")),
      ),
    );
  },
});
