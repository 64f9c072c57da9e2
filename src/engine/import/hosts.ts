import type { EngineReading } from "../../api/index.ts";
import type { Cluster, Host, State } from "../../store/schema.ts";

/** The host of an engine that was read: that of its node, by ID or name; the leader's where nothing says which node it is. */
export function hostOfReading(state: State, cluster: Cluster, { NodeID, Name }: EngineReading): Host | undefined {
  const nodes = Object.values(cluster.Nodes);
  const found = cluster.Nodes[NodeID] ?? nodes.find(({ Description }) => Name !== "" && Description.Hostname === Name);
  const node = found ?? (NodeID === "" && Name === "" ? nodes[0] : undefined);
  return node && state.hosts[node.Host];
}
