import { type DryswarmError, failure, type Service } from "../../../api/index.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { FILTER, FORMAT, listOptions, NO_TRUNC, QUIET } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";
import { tasksFor, writeTasks } from "../../service/tasks.ts";

/** Services by full ID, full name or unique ID prefix, as `service ps` looks them up. */
async function findServices({ client }: CommandContext, refs: readonly string[]): Promise<{ ids: string[]; errors: DryswarmError[] }> {
  const all: Service[] = await client.serviceList();
  const ids: string[] = [];
  const errors: DryswarmError[] = [];
  for (const ref of refs) {
    const exact = all.find((service) => service.ID === ref) ?? all.find((service) => service.Spec.Name === ref);
    const prefixed = all.filter((service) => service.ID.startsWith(ref));
    if (exact) ids.push(exact.ID);
    else if (prefixed.length > 1) throw failure("service-cli-ps-several", { ref });
    else if (prefixed[0]) ids.push(prefixed[0].ID);
    else errors.push(failure("service-cli-ps-missing", { ref }));
  }
  return { ids, errors };
}

/** `docker service ps` */
export const command = defineCommand({
  use: "ps [OPTIONS] SERVICE [SERVICE...]",
  short: "List the tasks of services",
  args: { min: 1 },
  flags: [FILTER, FORMAT, flag("no-resolve", bool(), "Show IDs in place of names"), NO_TRUNC, QUIET],
  async run(context, refs, flags) {
    const { ids, errors } = await findServices(context, refs);
    if (ids.length > 0) {
      const filters = flags.get("filter");
      const nodes = filters.node?.map(async (node) => (node === "self" ? (await context.client.info()).Swarm.NodeID : node));
      const tasks = await tasksFor(context, nodes ? { ...filters, node: await Promise.all(nodes) } : filters, "service", ids);
      const noTrunc = flags.get("no-trunc") || flags.get("quiet");
      context.streams.out(await writeTasks(context, tasks, listOptions(context, flags, "tasksFormat", noTrunc), !flags.get("no-resolve")));
    }
    return report(context.streams, errors);
  },
});
