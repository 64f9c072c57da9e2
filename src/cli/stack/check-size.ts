import { failure } from "../../api/index.ts";
import type { StackConfig } from "../../compose/types.ts";
import type { CommandContext } from "../command.ts";

/** Below so many tasks a stack is left to the engine, which looks at each service. */
const MANY_TASKS = 1000;

/**
 * Refuses a stack with which the data centre would have more tasks than it may, before anything of it is made: the engine would refuse
 * the first service that is too many, with the others there already. Rejects with service-too-many-tasks.
 */
export async function checkSize({ client, hosts }: CommandContext, stack: string, { services }: StackConfig): Promise<void> {
  const requested = Object.values(services).map(({ deploy }) => ((deploy?.mode ?? "replicated").startsWith("replicated") ? Number(deploy?.replicas ?? 1) : 0));
  let count = requested.reduce((sum, replicas) => sum + replicas, 0);
  if (count < MANY_TASKS || !hosts) return;
  const { MaxTasks: limit = Number.POSITIVE_INFINITY } = await hosts.settings();
  for (const { Spec } of await client.serviceList()) {
    const name = Spec.Name ?? "";
    if (name.startsWith(`${stack}_`) && Object.hasOwn(services, name.slice(stack.length + 1))) continue;
    count += Number(Spec.Mode.Replicated?.Replicas ?? Spec.Mode.ReplicatedJob?.TotalCompletions ?? 0);
  }
  if (count > limit) throw failure("service-too-many-tasks", { count: Number.isSafeInteger(count) ? count : "so many", limit });
}
