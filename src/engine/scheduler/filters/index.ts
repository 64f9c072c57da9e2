import type { Cluster, StoredTask } from "../../../store/schema.ts";
import type { NodeInfo } from "../node-info.ts";
import { constraintsFilter } from "./constraints.ts";
import { hostPortFilter } from "./host-port.ts";
import { maxReplicasFilter } from "./max-replicas.ts";
import { platformFilter } from "./platform.ts";
import { pluginsFilter } from "./plugins.ts";
import { readyFilter } from "./ready.ts";
import { resourcesFilter } from "./resources.ts";

/** Whether a node can take the task that the test was made for. */
export type NodeTest = (info: NodeInfo) => boolean;

/** A filter of the scheduler: which nodes can take a task, and how it explains those that cannot. */
export interface Filter {
  /** The test of the nodes for a task, made once for all of them; undefined where the filter does not concern the task. */
  testFor(cluster: Cluster, task: StoredTask): NodeTest | undefined;
  /** Words for `nodes` nodes that failed here, as `docker service ps` shows them. */
  explain(nodes: number): string;
}

/** The filters in the Engine's order; a node counts for the first that it fails. */
export const FILTERS: readonly Filter[] = [readyFilter, resourcesFilter, pluginsFilter, constraintsFilter, platformFilter, hostPortFilter, maxReplicasFilter];
