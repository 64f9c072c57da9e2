import type { Cluster, StoredTask } from "../../../store/schema.ts";
import type { NodeInfo } from "../node-info.ts";
import { constraintsFilter } from "./constraints.ts";
import { hostPortFilter } from "./host-port.ts";
import { maxReplicasFilter } from "./max-replicas.ts";
import { platformFilter } from "./platform.ts";
import { pluginsFilter } from "./plugins.ts";
import { readyFilter } from "./ready.ts";
import { resourcesFilter } from "./resources.ts";

/** A filter of the scheduler: whether it concerns a task, which nodes pass, and how it explains those that did not. */
export interface Filter {
  applies(cluster: Cluster, task: StoredTask): boolean;
  passes(cluster: Cluster, task: StoredTask, info: NodeInfo): boolean;
  /** Words for `nodes` nodes that failed here, as `docker service ps` shows them. */
  explain(nodes: number): string;
}

/** The filters in the Engine's order; a node counts for the first that it fails. */
export const FILTERS: readonly Filter[] = [readyFilter, resourcesFilter, pluginsFilter, constraintsFilter, platformFilter, hostPortFilter, maxReplicasFilter];
