import { failure, failureOf } from "../../../api/index.ts";
import { markHost } from "../../../store/changes.ts";
import type { Host, LocalNetwork } from "../../../store/schema.ts";
import { endpointsOn } from "./inspect.ts";
import { isPredefined } from "./predefined.ts";

/** Removes a local network. Fails for predefined ones, those with running containers, and configurations in use. */
export function removeLocalNetwork(host: Host, network: LocalNetwork): void {
  if (isPredefined(network)) throw failure("network-predefined-remove", { name: network.Name });
  const user = Object.values(host.Networks).find((other) => network.ConfigOnly && other.ConfigFrom.Network === network.Name);
  if (user) throw failure("network-config-in-use", { name: network.Name });
  const endpoints = Object.values(endpointsOn(host, network.Id)).map((endpoint) => `name:"${endpoint.Name}" id:"${endpoint.EndpointID.slice(0, 12)}"`);
  // Older engines name the network by its ID, too.
  if (endpoints.length > 0) throw failureOf("network-active-endpoints", { name: network.Name, id: network.Id, endpoints: endpoints.join(", ") });
  delete host.Networks[network.Id];
  markHost(host);
}
