import type { Cluster, Host, StoredNetwork } from "../../store/schema.ts";
import { gatewayBridge } from "../networks/local/gateway-bridge.ts";
import type { Tx } from "../tx.ts";

/** Makes a swarm network on a host when its first endpoint comes; docker_gwbridge comes with the first of them. */
export function materialise(tx: Tx, cluster: Cluster, host: Host, network: StoredNetwork): void {
  if (host.Overlays[network.ID] || !cluster.Networks[network.ID]) return;
  gatewayBridge(host, tx);
  host.Overlays[network.ID] = {
    NetworkID: network.ID,
    Created: tx.now(),
    Subnets: (network.IPAMOptions?.Configs ?? []).map((config) => config.Subnet as string),
    ...(network.Spec.Ingress && { Ingress: true }),
    ...(network.Spec.Internal && { Internal: true }),
    LBEndpointID: tx.hex(),
    LBIndexes: {},
  };
}

/** Takes swarm networks away from a host that has no endpoint on them any more; ingress stays as long as the host is in the swarm. */
export function dematerialise(host: Host): void {
  const used = new Set(
    Object.values(host.Containers).flatMap((container) =>
      Object.values(container.Endpoints).flatMap(({ EndpointID, NetworkID }) => (EndpointID ? [NetworkID] : [])),
    ),
  );
  for (const [id, overlay] of Object.entries(host.Overlays)) if (!used.has(id) && !overlay.Ingress) delete host.Overlays[id];
}
