import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { FILTER, FORMAT, listOptions, NO_TRUNC, QUIET } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";
import { writeTasks } from "../../service/tasks.ts";
import { checkStackName, stackFilter } from "../../stack/names.ts";

/** `docker stack ps` */
export const command = defineCommand({
  use: "ps [OPTIONS] STACK",
  short: "List the tasks of a stack",
  args: { exact: 1 },
  flags: [FILTER, FORMAT, flag("no-resolve", bool(), "Show IDs in place of names"), NO_TRUNC, QUIET],
  async run(context, [stack = ""], flags) {
    checkStackName(stack);
    const tasks = await context.client.taskList(stackFilter(stack, flags.get("filter")));
    if (tasks.length === 0) throw failure("stack-nothing", { name: stack });
    const options = listOptions(context, flags, "tasksFormat", flags.get("no-trunc"));
    context.streams.out(await writeTasks(context, tasks, options, !flags.get("no-resolve")));
  },
});
