import { own } from "../../values/own.ts";
import { MESSAGES_29 } from "./messages-29.ts";
import { MESSAGES_20_10, MESSAGES_26_1 } from "./messages-old.ts";
import type { EngineProfile } from "./types.ts";

export type { EngineProfile } from "./types.ts";

const V28_5: EngineProfile = {
  name: "28.5",
  version: "28.5.2",
  go: "go1.24.9",
  api: { max: 51, min: 24 },
  serialAddresses: true,
  nodeLoadBalancers: true,
  ingress: undefined,
  specShape: false,
  missingFields: [],
  addressUse: false,
  chosenGateways: false,
  unallocatedHides: false,
  filtersByUse: false,
  addressesAnywhere: false,
  swapLimits: false,
  missingImagesWait: false,
  poolsRotate: false,
  poolsStick: false,
  overlayIPv6: false,
  pointToPoint: true,
  validatesIPAM: true,
  listsEndpointProblems: true,
  chosenSubnetsLast: true,
  nullConfigs: true,
  overlaysAskManagers: true,
  namesNetworkingFailures: true,
  checksSwarmConfigFrom: true,
  localIPv6Pool: true,
  encryptsAnyPort: true,
  messages: {},
};

const V26_1: EngineProfile = {
  ...V28_5,
  name: "26.1",
  version: "26.1.5",
  go: "go1.21.11",
  api: { max: 45, min: 24 },
  missingFields: ["EnableIPv4"],
  poolsRotate: true,
  poolsStick: true,
  overlayIPv6: true,
  namesNetworkingFailures: false,
  checksSwarmConfigFrom: false,
  localIPv6Pool: false,
  messages: MESSAGES_26_1,
};

const PROFILES: Record<string, EngineProfile> = {
  "28.5": V28_5,
  "29": {
    ...V28_5,
    name: "29",
    version: "29.7.2",
    go: "go1.26.5",
    api: { max: 55, min: 40 },
    addressUse: true,
    chosenGateways: true,
    unallocatedHides: true,
    filtersByUse: true,
    addressesAnywhere: true,
    swapLimits: true,
    missingImagesWait: true,
    messages: MESSAGES_29,
  },
  "26.1": V26_1,
  "20.10": {
    ...V26_1,
    name: "20.10",
    version: "20.10.24",
    go: "go1.19.7",
    api: { max: 41, min: 12 },
    poolsStick: false,
    pointToPoint: false,
    validatesIPAM: false,
    listsEndpointProblems: false,
    chosenSubnetsLast: false,
    nullConfigs: false,
    overlaysAskManagers: false,
    encryptsAnyPort: false,
    messages: MESSAGES_20_10,
  },
  "17.05": {
    ...V28_5,
    name: "17.05",
    version: "17.05.0-ce",
    go: "go1.7.5",
    serialAddresses: false,
    nodeLoadBalancers: false,
    ingress: { Subnet: "10.255.0.0/16", Gateway: "10.255.0.1" },
    specShape: true,
    missingFields: ["EnableIPv4", "ConfigFrom", "ConfigOnly"],
    encryptsAnyPort: false,
  },
};

/** Names of the profiles there are. */
export const PROFILE_NAMES = Object.keys(PROFILES);

/** The profile of a name ("28.5", "29"), or of a full version such as "28.5.2" or "29.7.2"; undefined for one that is not there. */
export function engineProfile(name: string): EngineProfile | undefined {
  const [major = "", minor = ""] = name.split(".");
  return own(PROFILES, name) ?? own(PROFILES, `${major}.${minor}`) ?? own(PROFILES, major);
}
