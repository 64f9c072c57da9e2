import type { CommandContext } from "./command.ts";
import { checkReference } from "./errors.ts";

/** A node's reference; "self" is the node that the client talks to. */
export async function nodeReference({ client }: CommandContext, ref: string): Promise<string> {
  if (ref !== "self") return checkReference("node", ref);
  const { Swarm } = await client.info();
  if (Swarm.NodeID !== "" && Swarm.ControlAvailable) return Swarm.NodeID;
  // Docker asks the engine for its nodes here: the answer is the reason why there are none.
  await client.nodeList();
  return ref;
}
