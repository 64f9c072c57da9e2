import { order } from "../../values/engine-version.ts";
import type { EngineProfile } from "./types.ts";

/** Traits that an engine has or has not. */
export type Trait = { [K in keyof EngineProfile]: EngineProfile[K] extends boolean ? K : never }[keyof EngineProfile];

/** The releases that have a trait: from the first one on, up to the one that no longer has it. */
export interface Releases {
  readonly from?: string;
  readonly until?: string;
}

/** The releases that have each trait: what {@link EngineProfile} says in words. */
export const SINCE: Readonly<Record<Exclude<Trait, "specShape">, Releases>> = {
  serialAddresses: { from: "17.12" },
  nodeLoadBalancers: { from: "17.12" },
  addressUse: { from: "29.0" },
  chosenGateways: { from: "29.0" },
  unallocatedHides: { from: "29.0" },
  filtersByUse: { from: "29.0" },
  addressesAnywhere: { from: "29.0" },
  swapLimits: { from: "29.0" },
  missingImagesWait: { from: "29.7" },
  poolsRotate: { until: "27.0" },
  poolsStick: { from: "26.0", until: "27.0" },
  overlayIPv6: { until: "27.0" },
  pointToPoint: { from: "23.0" },
  validatesIPAM: { from: "25.0" },
  listsEndpointProblems: { from: "25.0" },
  chosenSubnetsLast: { from: "25.0" },
  nullConfigs: { from: "25.0" },
  overlaysAskManagers: { from: "25.0" },
  checksSwarmConfigFrom: { from: "27.0" },
  localIPv6Pool: { from: "27.0" },
  encryptsAnyPort: { from: "23.0" },
  namesNetworkingFailures: { from: "28.1" },
};

/** A profile with the traits that a release of this version has. */
export function withTraitsOf(profile: EngineProfile, version: string): EngineProfile {
  const has = ({ from, until }: Releases): boolean =>
    (from === undefined || order(version) >= order(from)) && (until === undefined || order(version) < order(until));
  return { ...profile, ...Object.fromEntries(Object.entries(SINCE).map(([trait, releases]) => [trait, has(releases)])) };
}
