import { own } from "../values/own.ts";

/**
 * Engine profiles: a table of what other versions did otherwise, read where the difference is. The facts behind 17.05
 * are in the Engine's release history: serial addresses and node load balancers came with 17.12, the ingress subnet
 * from the pool with 19.03, `Created` of swarm networks with 18.03, EnableIPv4 with 28.0.
 */
export interface EngineProfile {
  readonly name: string;
  /** Addresses are handed out by a moving cursor; else the lowest free one. */
  readonly serialAddresses: boolean;
  /** Each node with tasks on an overlay has a load-balancer endpoint (`lb-<network>`). */
  readonly nodeLoadBalancers: boolean;
  /** Subnet that the ingress network always has; undefined: it comes from the pool like others. */
  readonly ingress: { readonly Subnet: string; readonly Gateway: string } | undefined;
  /** `network inspect` shows what the user asked for, not what was allocated, until a task runs there. */
  readonly specShape: boolean;
  /** Fields that `network inspect` does not have yet. */
  readonly missingFields: readonly ("EnableIPv4" | "ConfigFrom" | "ConfigOnly")[];
}

const PROFILES: Record<string, EngineProfile> = {
  "28.5": { name: "28.5", serialAddresses: true, nodeLoadBalancers: true, ingress: undefined, specShape: false, missingFields: [] },
  "17.05": {
    name: "17.05",
    serialAddresses: false,
    nodeLoadBalancers: false,
    ingress: { Subnet: "10.255.0.0/16", Gateway: "10.255.0.1" },
    specShape: true,
    missingFields: ["EnableIPv4", "ConfigFrom", "ConfigOnly"],
  },
};

/** Names of the profiles there are. */
export const PROFILE_NAMES = Object.keys(PROFILES);

/** The profile of a name ("28.5", or a full version such as "28.5.2"); undefined for one that is not there. */
export function engineProfile(name: string): EngineProfile | undefined {
  return own(PROFILES, name) ?? own(PROFILES, name.split(".").slice(0, 2).join("."));
}
