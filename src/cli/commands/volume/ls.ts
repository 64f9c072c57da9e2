import { volumeList } from "../../../format/contexts/volume.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FILTER, FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";

/** `docker volume ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List volumes",
  args: { exact: 0 },
  flags: [FILTER, FORMAT, QUIET],
  async run(context, _args, flags) {
    const { Volumes } = await context.client.volumeList(flags.get("filter"));
    const volumes = [...(Volumes ?? [])].sort((a, b) => naturalCompare(a.Name, b.Name));
    context.streams.out(writeList(volumes, volumeList, listOptions(context, flags, "volumesFormat")));
  },
});
