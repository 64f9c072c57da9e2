import type { Task } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";
import { nodeReference } from "../../node-reference.ts";
import { flag } from "../../options/flag.ts";
import { FILTER, FORMAT, listOptions, NO_TRUNC, QUIET } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";
import { tasksFor, writeTasks } from "../../service/tasks.ts";

/** `docker node ps` */
export const command = defineCommand({
  use: "ps [OPTIONS] [NODE...]",
  short: "List the tasks on nodes",
  args: { min: 0 },
  flags: [FILTER, FORMAT, flag("no-resolve", bool(), "Show IDs in place of names"), NO_TRUNC, QUIET],
  async run(context, args, flags) {
    const tasks: Task[] = [];
    // Docker adds to one filter from node to node: the tasks of the first are listed again with the second.
    const nodes: string[] = [];
    const errors = await eachReference(args.length > 0 ? args : ["self"], async (ref) => {
      const node = await context.client.nodeInspect(await nodeReference(context, ref));
      nodes.push(node.ID);
      tasks.push(...(await tasksFor(context, flags.get("filter"), "node", nodes)));
    });
    if (errors.length === 0 || tasks.length > 0) {
      const options = listOptions(context, flags, "tasksFormat", flags.get("no-trunc"));
      context.streams.out(await writeTasks(context, tasks, options, !flags.get("no-resolve")));
    }
    return report(context.streams, errors);
  },
});
