import { NAMESPACE_LABEL } from "../../../compose/convert/names.ts";
import { orchestratedStackList, stackList } from "../../../format/contexts/stack.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FORMAT } from "../../options/format-flags.ts";
import { ANY_STACK } from "../../stack/names.ts";

/** `docker stack ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List stacks",
  args: { exact: 0 },
  flags: [FORMAT],
  async run(context, _args, flags) {
    const counts = new Map<string, number>();
    for (const { Spec } of await context.client.serviceList(ANY_STACK)) {
      const name = Spec.Labels?.[NAMESPACE_LABEL] ?? "";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const rows = [...counts].map(([Name, Services]) => ({ Name, Services })).sort((a, b) => naturalCompare(a.Name, b.Name));
    context.streams.out(
      writeList(rows, context.profile.namesOrchestrators ? orchestratedStackList : stackList, {
        format: flags.get("format"),
        quiet: false,
        noTrunc: false,
        now: context.now(),
      }),
    );
  },
});
