import type { Node } from "../api/index.ts";
import { type EngineProfile, engineProfile } from "../engine/profiles/index.ts";
import { nearestProfile } from "../engine/profiles/nearest.ts";
import type { Snapshot } from "./snapshot.ts";

/** Version that is taken for granted where nothing says which one runs. */
const USUAL = "28.5";

/** What the engine of a node does otherwise than those of other versions. */
export function profileOfNode({ Description }: Node): EngineProfile {
  return nearestProfile(Description.Engine.EngineVersion ?? USUAL)?.profile ?? (engineProfile(USUAL) as EngineProfile);
}

/** What the engine does otherwise that allocates for a swarm: its leader's. */
export function profileOf({ nodes }: Pick<Snapshot, "nodes">): EngineProfile {
  const managers = nodes.filter(({ ManagerStatus }) => ManagerStatus);
  const leader = managers.find(({ ManagerStatus }) => ManagerStatus?.Leader) ?? managers[0];
  return leader ? profileOfNode(leader) : (engineProfile(USUAL) as EngineProfile);
}
