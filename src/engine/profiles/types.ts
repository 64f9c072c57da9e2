import type { Messages } from "../../api/index.ts";

/**
 * What an engine version does otherwise than others: named traits, which the rooms ask for. Each says since (or until) which release it
 * holds and where that was seen; "recorded" means in the sessions under fixtures.
 */
export interface EngineProfile {
  /** Major and minor version: "28.5". */
  readonly name: string;
  /** Version that `docker version` and node descriptions show. */
  readonly version: string;
  /** Version of the Go that Docker builds it with. */
  readonly go: string;
  /** Newest and oldest version of the Engine API that it speaks. */
  readonly api: { readonly max: number; readonly min: number };
  /** Addresses are handed out by a moving cursor (since 17.12, release notes); else the lowest free one. */
  readonly serialAddresses: boolean;
  /** Each node with tasks on an overlay has a load-balancer endpoint, `lb-<network>` (since 17.12, release notes). */
  readonly nodeLoadBalancers: boolean;
  /** Subnet that the ingress network always has; undefined: it comes from the pool like others (since 19.03, release notes). */
  readonly ingress: { readonly Subnet: string; readonly Gateway: string } | undefined;
  /** `network inspect` shows what the user asked for, not what was allocated, until a task runs there (until 18.03, documentation of 2017). */
  readonly specShape: boolean;
  /** Fields that `network inspect` does not have yet: ConfigFrom and ConfigOnly since 17.10, EnableIPv4 since 28.0. */
  readonly missingFields: readonly ("EnableIPv4" | "ConfigFrom" | "ConfigOnly")[];
  /** `network inspect` has Containers after Labels and Peers, `{}` where there are none, and Status with the use of addresses (since 29.0, recorded). */
  readonly addressUse: boolean;
  /** `network inspect` shows the gateway that was chosen for a user's subnet, and hides the addresses of a configuration network (since 29.0, recorded). */
  readonly chosenGateways: boolean;
  /** A swarm network that could not be allocated hides itself and all that are not on the node from lookups by name (29.0 to 29.7, recorded). */
  readonly unallocatedHides: boolean;
  /** Name and ID filters of `network ls` are patterns for swarm networks, too, and `dangling` looks at use (since 29.0, recorded). */
  readonly filtersByUse: boolean;
  /** `--ip` is taken on networks whose subnet was chosen for them (since 29.0, recorded). */
  readonly addressesAnywhere: boolean;
  /** Services may limit swap: `SwapBytes` and `MemorySwappiness` (since 29.0, recorded); other engines drop both. */
  readonly swapLimits: boolean;
  /** A task whose image is nowhere goes on trying, with the pull's error, instead of being rejected (since 29.7, recorded). */
  readonly missingImagesWait: boolean;
  /**
   * The search for a free subnet goes on after the last one that was given, and wraps; a swarm's pools are used in the order in which they
   * were named (until 26.1, libnetwork ipam/allocator.go; recorded). Since 27.0 the lowest free one is taken.
   */
  readonly poolsRotate: boolean;
  /** An engine keeps the pools of a swarm that it has left for later ones that name none (26.0 and 26.1, recorded). */
  readonly poolsStick: boolean;
  /** An IPv6 subnet of an overlay is allocated (until 27, recorded). */
  readonly overlayIPv6: boolean;
  /** Subnets of two addresses or one have addresses to give (since 23.0, recorded). */
  readonly pointToPoint: boolean;
  /** Subnets, ranges and addresses of a new network are checked against each other before anything is made (since 25.0, recorded). */
  readonly validatesIPAM: boolean;
  /** What is wrong with an endpoint's settings is told all at once, under `invalid endpoint settings:` (since 25.0, recorded); else the first of it. */
  readonly listsEndpointProblems: boolean;
  /** `network inspect` shows subnets that were asked for before those that were chosen; else those of IPv4 first (seen on 26.1, not on 20.10; recorded). */
  readonly chosenSubnetsLast: boolean;
  /** A configuration network without addresses shows `Config: null`; else `[]` (seen on 26.1, not on 20.10; recorded). */
  readonly nullConfigs: boolean;
  /** A worker refuses any overlay as no manager does; else with the advice to ask a manager (seen on 26.1, not on 20.10; recorded). */
  readonly overlaysAskManagers: boolean;
  /** A swarm network may not name a configuration network that this host lacks (since 27, recorded). */
  readonly checksSwarmConfigFrom: boolean;
  /** Local networks get an IPv6 subnet of the host's own range where none is named (since 27.0, recorded). */
  readonly localIPv6Pool: boolean;
  /** Encrypted overlays are encrypted whatever the swarm's data path port is (since 23.0, not seen running). */
  readonly encryptsAnyPort: boolean;
  /** Whether errors that keep a container from its networks say so: `failed to set up container networking: …` (since 28.1, recorded). */
  readonly namesNetworkingFailures: boolean;
  /** Engine errors that are worded otherwise than in the table of errors. */
  readonly messages: Messages;
}
