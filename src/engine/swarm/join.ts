import { failure, type SwarmJoinRequest } from "../../api/index.ts";
import type { Cluster } from "../../store/schema.ts";
import { newNode } from "../nodes/new-node.ts";
import { hasQuorum, type Tx } from "../tx.ts";
import { resolveAddresses } from "./addresses.ts";
import { isToken } from "./tokens.ts";

/** The swarm that one of the addresses is a manager of. */
function swarmAt(tx: Tx, addresses: readonly string[]): Cluster | undefined {
  for (const host of Object.values(tx.state.hosts)) {
    const swarm = host.Swarm;
    const cluster = swarm && tx.state.swarms[swarm.ClusterID];
    if (!host.Up || !swarm || !cluster?.Nodes[swarm.NodeID]?.ManagerStatus) continue;
    const wanted = addresses.map((address) => (/:\d+$/.test(address) ? address : `${address}:2377`));
    if (wanted.includes(swarm.AdvertiseAddr)) return cluster;
  }
  return undefined;
}

/** Lets this host join the swarm at one of `RemoteAddrs` (`POST /swarm/join`); the token decides on its role. Gives the swarm. */
export function joinSwarm(tx: Tx, body: SwarmJoinRequest): Cluster {
  const host = tx.host;
  if (host.Swarm) throw failure("swarm-already-part");
  if (body.RemoteAddrs.length === 0) throw failure("swarm-join-no-address");
  const addresses = resolveAddresses(host, body);
  if (body.JoinToken !== "" && !isToken(body.JoinToken)) throw failure("swarm-bad-token");
  const cluster = swarmAt(tx, body.RemoteAddrs);
  if (!cluster || !hasQuorum(cluster)) throw failure("swarm-join-timeout");
  const role = body.JoinToken === cluster.JoinTokens.Manager ? "manager" : body.JoinToken === cluster.JoinTokens.Worker ? "worker" : undefined;
  if (!role) throw failure("swarm-join-token-refused");
  host.Swarm = { ClusterID: cluster.ID, NodeID: tx.id(), LocalNodeState: "active", ...addresses, PeerName: tx.hex(12) };
  newNode(tx, cluster, host, { role, availability: body.Availability || "active", leader: false });
  return cluster;
}
