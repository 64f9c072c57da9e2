import type { CommandContext } from "./command.ts";

/** What to run on another host to join this swarm, as `swarm init` and `swarm join-token` print it. */
export async function joinCommand({ client }: CommandContext, role: "worker" | "manager"): Promise<string> {
  const { Swarm } = await client.info();
  const { JoinTokens } = await client.swarmInspect();
  const own = Swarm.RemoteManagers?.find((manager) => manager.NodeID === Swarm.NodeID) ?? Swarm.RemoteManagers?.[0];
  const token = role === "worker" ? JoinTokens.Worker : JoinTokens.Manager;
  return `To add a ${role} to this swarm, run the following command:\n\n    docker swarm join --token ${token} ${own?.Addr ?? ""}\n\n`;
}
