import { DryswarmError, type EngineClient, type IPAMConfig, type SwarmReading } from "../api/index.ts";

/**
 * What the verbs of the dry run look at: the objects of one swarm in the Engine API's own JSON, as a manager lists
 * them. It is taken from a simulated swarm or read from dumps of a real one, and every question about a plan is a pure
 * function of it.
 */
export type Snapshot = Omit<SwarmReading, "engines">;

/** A snapshot with nothing in it: a host outside any swarm. */
export const EMPTY_SNAPSHOT: Snapshot = { networks: [], services: [], tasks: [], nodes: [], configs: [], secrets: [] };

/**
 * The snapshot of what an engine answers for now. A host that is no manager gives its own networks alone; any other
 * error of the engine is passed on.
 */
export async function takeSnapshot(client: EngineClient): Promise<Snapshot> {
  const networks = await client.networkList();
  const swarm = await managerOnly(client.swarmInspect());
  if (!swarm) return { ...EMPTY_SNAPSHOT, networks };
  const [services, tasks, nodes, configs, secrets] = await Promise.all([
    client.serviceList(),
    client.taskList(),
    client.nodeList(),
    client.configList(),
    client.secretList(),
  ]);
  return { swarm, networks, services, tasks, nodes, configs, secrets };
}

/** The answer, or undefined where the host is no manager (HTTP 503, 406). */
async function managerOnly<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DryswarmError && (error.http === 503 || error.http === 406)) return undefined;
    throw error;
  }
}

/**
 * A snapshot that knows what was asked of its networks, by their IDs: the API does not show the subnet of a network that could
 * not be allocated.
 */
export function withRequests(snapshot: Snapshot, requests: ReadonlyMap<string, readonly IPAMConfig[]>): Snapshot {
  const networks = snapshot.networks.map((network) => {
    const asked = network.Driver === "" ? requests.get(network.Id) : undefined;
    return asked && !network.IPAM.Config?.length ? { ...network, IPAM: { ...network.IPAM, Config: [...asked] } } : network;
  });
  return { ...snapshot, networks };
}
