import { failure, type SwarmJoinRequest } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import type { Cluster } from "../../store/schema.ts";
import { newNode } from "../nodes/new-node.ts";
import { hasQuorum, type Tx } from "../tx.ts";
import { hostPart, isAdvertisable, resolveAddresses } from "./addresses.ts";
import { digestOf, fingerprint, isToken } from "./tokens.ts";

const withPort = (address: string): string => (/:\d+$/.test(address) ? address : `${address}:2377`);

/** Whether a host of that address is there: it refuses what nothing listens for. */
function isHost(tx: Tx, address: string): boolean {
  return Object.values(tx.state.hosts).some((host) => host.Up && host.Address === address);
}

/** The swarm that one of the addresses is a manager of. */
function swarmAt(tx: Tx, addresses: readonly string[]): Cluster | undefined {
  for (const host of Object.values(tx.state.hosts)) {
    const swarm = host.Swarm;
    const cluster = swarm && tx.state.swarms[swarm.ClusterID];
    if (!host.Up || !swarm || !cluster?.Nodes[swarm.NodeID]?.ManagerStatus) continue;
    if (addresses.map(withPort).includes(swarm.AdvertiseAddr)) return cluster;
  }
  return undefined;
}

/** Lets this host join the swarm at one of `RemoteAddrs` (`POST /swarm/join`); the token decides on its role. Gives the swarm. */
export function joinSwarm(tx: Tx, body: SwarmJoinRequest): Cluster {
  const host = tx.host;
  if (host.Swarm) throw failure("swarm-already-part");
  if (body.ListenAddr === "") throw failure("swarm-listen-empty");
  if (!body.RemoteAddrs || body.RemoteAddrs.length === 0) throw failure("swarm-join-no-address");
  if (body.RemoteAddrs.includes("")) throw failure("swarm-join-empty-address");
  const addresses = resolveAddresses(host, { ...body, AdvertiseAddr: isAdvertisable(host, body.AdvertiseAddr) ? body.AdvertiseAddr : "" });
  if (body.JoinToken !== "" && !isToken(body.JoinToken)) throw failure("swarm-bad-token");
  const cluster = swarmAt(tx, body.RemoteAddrs);
  const refused = cluster ? undefined : body.RemoteAddrs.map(withPort).find((address) => isHost(tx, hostPart(address)));
  if (refused) throw failure("swarm-join-refused", { address: refused });
  if (!cluster || !hasQuorum(cluster)) throw failure("swarm-join-timeout");
  const digest = digestOf(body.JoinToken);
  // The certificate that the manager shows is looked at before the token is shown to it.
  if (digest && digest !== digestOf(cluster.JoinTokens.Worker)) throw failure("swarm-join-other-ca", { fingerprint: fingerprint(digest) });
  const role = body.JoinToken === cluster.JoinTokens.Manager ? "manager" : body.JoinToken === cluster.JoinTokens.Worker ? "worker" : undefined;
  if (!role) throw failure("swarm-join-token-refused");
  host.Swarm = { ClusterID: cluster.ID, NodeID: tx.id(), LocalNodeState: "active", ...addresses, PeerName: tx.hex(12) };
  markHost(host);
  newNode(tx, cluster, host, { role, availability: body.Availability || "active", leader: false });
  return cluster;
}
