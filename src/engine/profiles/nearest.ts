import { isVersion, nearestName } from "../../values/engine-version.ts";
import { type EngineProfile, engineProfile, PROFILE_NAMES } from "./index.ts";
import { withTraitsOf } from "./since.ts";

/** The profile that stands for an engine's version. */
export interface Nearest {
  readonly profile: EngineProfile;
  /** Name of the profile that it is, or was made from. */
  readonly of: string;
  /** Whether the profile is that of this very release; else it has the traits of the release, and the words of the nearest one that is known. */
  readonly exact: boolean;
}

/** The profile of an engine's version ("27.3.1") or name ("29"); undefined for what is neither. */
export function nearestProfile(version: string): Nearest | undefined {
  const plain = version.replace(/[+~-].*$/, "");
  const exact = engineProfile(plain);
  if (exact) return { profile: exact, of: exact.name, exact: true };
  if (!isVersion(version)) return undefined;
  const base = engineProfile(nearestName(PROFILE_NAMES, plain)) as EngineProfile;
  return { profile: { ...withTraitsOf(base, plain), name: plain, version: plain }, of: base.name, exact: false };
}
