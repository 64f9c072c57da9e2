import { markHost } from "../../store/changes.ts";
import type { Cluster, Host, StoredNetwork } from "../../store/schema.ts";
import { own } from "../../values/own.ts";
import { createLocalNetwork } from "../networks/local/create.ts";
import { gatewayBridge } from "../networks/local/gateway-bridge.ts";
import { isOfSwarm } from "../networks/local/predefined.ts";
import type { Tx } from "../tx.ts";

/** Makes a swarm network on a host when its first endpoint comes; docker_gwbridge comes with the first of them. */
export function materialise(tx: Tx, cluster: Cluster, host: Host, network: StoredNetwork): void {
  if (host.Overlays[network.ID] || !cluster.Networks[network.ID]) return;
  gatewayBridge(host, tx);
  markHost(host);
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

/**
 * Makes a swarm network of a node-local driver on a host when its first container comes: a local network with the swarm's ID and name,
 * whose addresses are the host's own. Throws what the driver refuses.
 */
export function materialiseLocal(tx: Tx, host: Host, { ID, Spec }: StoredNetwork): void {
  if (own(host.Networks, ID)) return;
  const { DriverConfiguration: driver, IPAMOptions, ConfigFrom, Internal, Attachable, IPv6Enabled, Labels, Name } = Spec;
  const configs = (IPAMOptions?.Configs ?? []).map(({ Subnet, Range, Gateway }) => ({
    ...(Subnet && { Subnet }),
    ...(Range && { IPRange: Range }),
    ...(Gateway && { Gateway }),
  }));
  const request = {
    Name,
    Driver: driver?.Name ?? "bridge",
    Scope: "swarm",
    Options: driver?.Options ?? {},
    Internal: Internal ?? false,
    Attachable: Attachable ?? false,
    Labels: Labels ?? {},
    ...(IPv6Enabled && { EnableIPv6: true }),
    ...(ConfigFrom && { ConfigFrom }),
    IPAM: { Driver: IPAMOptions?.Driver?.Name || "default", Options: IPAMOptions?.Driver?.Options ?? null, Config: configs },
  };
  const made = createLocalNetwork(host, request, tx);
  markHost(host);
  delete host.Networks[made.Id];
  host.Networks[ID] = { ...made, Id: ID };
}

/** Takes swarm networks away from a host that has no endpoint on them any more; ingress stays as long as the host is in the swarm. */
export function dematerialise(host: Host): void {
  const used = new Set(
    Object.values(host.Containers).flatMap((container) =>
      Object.values(container.Endpoints).flatMap(({ EndpointID, NetworkID }) => (EndpointID ? [NetworkID] : [])),
    ),
  );
  const overlays = Object.entries(host.Overlays).filter(([id, overlay]) => !used.has(id) && !overlay.Ingress);
  const locals = Object.entries(host.Networks).filter(([id, network]) => !used.has(id) && isOfSwarm(network));
  if (overlays.length + locals.length > 0) markHost(host);
  for (const [id] of overlays) delete host.Overlays[id];
  for (const [id] of locals) delete host.Networks[id];
}
