import type { Cluster, Host, State } from "../../store/schema.ts";
import { type EngineProfile, engineProfile } from "../profiles/index.ts";
import { nearestProfile } from "../profiles/nearest.ts";
import type { Dependencies } from "../tx.ts";

type Engines = Pick<Dependencies, "profile" | "everywhere">;

/** What the engine of a host does otherwise than others: its own, where it has one and no other was asked for. */
export function profileOfHost(host: Pick<Host, "Engine"> | undefined, { profile, everywhere }: Engines): EngineProfile {
  return host?.Engine && !everywhere ? versioned(host.Engine, profile) : profile;
}

/** The profile of an engine that is named, with the very version that is given. */
function versioned(engine: string, usual: EngineProfile): EngineProfile {
  if (engineProfile(engine)?.name === engine) return engineProfile(engine) as EngineProfile;
  const nearest = nearestProfile(engine);
  return nearest ? { ...nearest.profile, version: engine } : usual;
}

/** What the engine does otherwise that allocates for a swarm: that of its leader. */
export function profileOfLeader(state: State, cluster: Cluster, engines: Engines): EngineProfile {
  if (engines.everywhere) return engines.profile;
  const leader = Object.values(cluster.Nodes).find(({ ManagerStatus }) => ManagerStatus?.Leader);
  return profileOfHost(leader && state.hosts[leader.Host], engines);
}
