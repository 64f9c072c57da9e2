import { failure } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import type { Tx } from "../tx.ts";

/** Unlocks a manager that was restarted in an autolocked swarm (`POST /swarm/unlock`). */
export function unlockSwarm(tx: Tx, key: string): void {
  const swarm = tx.host.Swarm;
  const cluster = swarm && tx.state.swarms[swarm.ClusterID];
  if (!swarm || !cluster) throw failure("swarm-not-active");
  if (swarm.LocalNodeState !== "locked") throw failure("swarm-not-locked");
  if (key !== cluster.UnlockKey) throw failure("swarm-bad-unlock-key");
  swarm.LocalNodeState = "active";
  markHost(tx.host);
}
