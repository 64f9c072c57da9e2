import type { EndpointResource, NetworkInspect } from "../../../api/index.ts";
import type { Host, LocalNetwork } from "../../../store/schema.ts";
import { own } from "../../../values/own.ts";
import { GATEWAY_BRIDGE, gatewayEndpoints } from "./gateway-bridge.ts";

const sorted = <T>(map: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Running containers of a host on a network, as inspect shows them, by container ID. */
export function endpointsOn(host: Host, networkId: string): Record<string, EndpointResource> {
  const entries = Object.values(host.Containers).flatMap((container) => {
    const endpoint = Object.values(container.Endpoints).find((one) => one.NetworkID === networkId && one.EndpointID);
    if (!endpoint) return [];
    const { EndpointID, MacAddress, IPv4, IPv6 } = endpoint;
    return [[container.Id, { Name: container.Name, EndpointID, MacAddress, IPv4Address: IPv4, IPv6Address: IPv6 }] as const];
  });
  const network = own(host.Networks, networkId);
  const gateway = network?.Name === GATEWAY_BRIDGE ? gatewayEndpoints(host, network) : {};
  return sorted({ ...gateway, ...Object.fromEntries(entries) });
}

/** A local network as `GET /networks` lists it: without the containers on it. */
export function localListed(network: LocalNetwork): NetworkInspect {
  return shown(network, {});
}

/** A local network as `GET /networks/{id}` shows it. */
export function localInspect(host: Host, network: LocalNetwork): NetworkInspect {
  return shown(network, endpointsOn(host, network.Id));
}

function shown(network: LocalNetwork, Containers: NetworkInspect["Containers"]): NetworkInspect {
  const { Name, Id, Created, Scope, Driver, EnableIPv4, EnableIPv6, IPAM, Internal, Attachable, Ingress, ConfigFrom, ConfigOnly } = network;
  return {
    Name,
    Id,
    Created,
    Scope,
    Driver,
    EnableIPv4,
    EnableIPv6,
    IPAM,
    Internal,
    Attachable,
    Ingress,
    ConfigFrom,
    ConfigOnly,
    Containers,
    Options: sorted(network.Options),
    Labels: sorted(network.Labels),
  };
}
