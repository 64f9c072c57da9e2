import type { CommandContext } from "./command.ts";
import { checkReference } from "./errors.ts";

/** Gives nodes a role, one after the other until the first that fails; says of each what came of it. */
export async function changeRole(
  { client, streams }: CommandContext,
  refs: readonly string[],
  role: "worker" | "manager",
  done: (ref: string) => string,
): Promise<void> {
  for (const ref of refs) {
    const node = await client.nodeInspect(checkReference("node", ref));
    if (node.Spec.Role === role) {
      streams.out(`Node ${node.ID} is already a ${role}.\n`);
      continue;
    }
    await client.nodeUpdate(node.ID, node.Version.Index, { ...node.Spec, Role: role });
    streams.out(`${done(ref)}\n`);
  }
}
