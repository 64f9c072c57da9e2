import { type EngineProfile, engineProfile, PROFILE_NAMES } from "./index.ts";

/** Major and minor number of a version as one that grows with it: 28.5 is 28005. */
const order = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return major * 1000 + minor;
};

/** The profile that is nearest to an engine's version ("27.3.1"), and whether it is of that very release; undefined for what is no version. */
export function nearestProfile(version: string): { readonly profile: EngineProfile; readonly exact: boolean } | undefined {
  if (!/^\d+\.\d+/.test(version)) return undefined;
  const exact = engineProfile(version.replace(/[+~-].*$/, ""));
  if (exact) return { profile: exact, exact: true };
  const distance = (name: string): number => Math.abs(order((engineProfile(name) as EngineProfile).version) - order(version));
  const nearest = PROFILE_NAMES.reduce((best, name) => (distance(name) < distance(best) ? name : best));
  return { profile: engineProfile(nearest) as EngineProfile, exact: false };
}
