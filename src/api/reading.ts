import type { NetworkInspect } from "./networks.ts";
import type { Config, Secret } from "./objects.ts";
import type { Service } from "./services.ts";
import type { Node, Swarm } from "./swarm.ts";
import type { Task } from "./tasks.ts";

/** One engine of a swarm that was read by itself: its own networks, and its part of the swarm's. */
export interface EngineReading {
  /** ID of its node; "" where nothing says which node it is. */
  readonly NodeID: string;
  /** Its host name. */
  readonly Name: string;
  readonly Networks: readonly NetworkInspect[];
}

/** A swarm as it was read: join tokens are told by managers alone, and never kept. */
export type ReadSwarm = Omit<Swarm, "JoinTokens"> & Partial<Swarm>;

/** What an imported swarm was made of, where that says how sure its addresses are. */
export interface Origin {
  /** Whether its address pools were told. */
  readonly Pools: boolean;
  /** Whether its tasks were told; else they were made up. */
  readonly Tasks: boolean;
  /** Whether its nodes were told; else they were made up. */
  readonly Nodes: boolean;
}

/** What is known of a real swarm: the objects that a manager lists, and those of the engines that were read. */
export interface SwarmReading {
  /** The cluster (`GET /swarm`); undefined outside a swarm and in dumps that lack it. */
  readonly swarm?: ReadSwarm | undefined;
  /** Networks of swarm scope and of the host asked, in full form (`GET /networks/{id}`). */
  readonly networks: readonly NetworkInspect[];
  readonly services: readonly Service[];
  readonly tasks: readonly Task[];
  readonly nodes: readonly Node[];
  readonly configs: readonly Config[];
  readonly secrets: readonly Secret[];
  readonly engines: readonly EngineReading[];
  /** What the swarm was imported from; absent for one that was made here. */
  readonly origin?: Origin;
}

/** The reading of nothing. */
export const EMPTY_READING: SwarmReading = { networks: [], services: [], tasks: [], nodes: [], configs: [], secrets: [], engines: [] };
