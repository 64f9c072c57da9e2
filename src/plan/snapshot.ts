import {
  type Config,
  DryswarmError,
  type EngineClient,
  type IPAMConfig,
  type NetworkInspect,
  type Node,
  type Origin,
  type ReadSwarm,
  type Secret,
  type Service,
  type Task,
} from "../api/index.ts";

/**
 * What the verbs of the dry run look at: the objects of one swarm in the Engine API's own JSON, as a manager lists
 * them. It is taken from a simulated swarm or read from dumps of a real one, and every question about a plan is a pure
 * function of it.
 */
export interface Snapshot {
  /** The cluster (`GET /swarm`); undefined outside a swarm and in dumps that lack it. */
  readonly swarm?: ReadSwarm | undefined;
  /** Networks of swarm scope and of the host asked, in full form (`GET /networks/{id}`). */
  readonly networks: readonly NetworkInspect[];
  readonly services: readonly Service[];
  readonly tasks: readonly Task[];
  readonly nodes: readonly Node[];
  readonly configs: readonly Config[];
  readonly secrets: readonly Secret[];
  /** What the swarm was imported from; absent for one that was made here. */
  readonly origin?: Origin;
}

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
