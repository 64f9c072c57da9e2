import { secretList } from "../../../format/contexts/object.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FILTER, FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";

/** `docker secret ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List secrets",
  args: { exact: 0 },
  flags: [FILTER, FORMAT, QUIET],
  async run(context, _args, flags) {
    const objects = await context.client.secretList(flags.get("filter"));
    objects.sort((a, b) => naturalCompare(a.Spec.Name, b.Spec.Name));
    context.streams.out(writeList(objects, secretList, listOptions(context, flags, "secretFormat")));
  },
});
