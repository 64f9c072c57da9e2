/** The Go types of docker's api/types/network (v28.5.2). */
import { type FieldTuple, flag, int, labels, map, ptr, slice, struct, text, texts, time, uint64 } from "./define.ts";

const ipamConfig = struct("network.IPAMConfig", ["Subnet?", text], ["IPRange?", text], ["Gateway?", text], ["AuxAddress=AuxiliaryAddresses?", labels]);
const endpoint = struct("network.EndpointResource", ["Name", text], ["EndpointID", text], ["MacAddress", text], ["IPv4Address", text], ["IPv6Address", text]);
const task = struct("network.Task", ["Name", text], ["EndpointID", text], ["EndpointIP", text], ["Info", labels]);

const IDENTITY: readonly FieldTuple[] = [
  ["Name", text],
  ["ID=Id", text],
  ["Created", time],
  ["Scope", text],
  ["Driver", text],
  ["EnableIPv4", flag],
  ["EnableIPv6", flag],
  ["IPAM", struct("network.IPAM", ["Driver", text], ["Options", labels], ["Config", slice(ipamConfig)])],
  ["Internal", flag],
  ["Attachable", flag],
  ["Ingress", flag],
  ["ConfigFrom", struct("network.ConfigReference", ["Network", text])],
  ["ConfigOnly", flag],
];
const CONTAINERS: FieldTuple = ["Containers", map(endpoint)];
const LABELLED: readonly FieldTuple[] = [
  ["Options", labels],
  ["Labels", labels],
  ["Peers?", slice(struct("network.PeerInfo", ["Name", text], ["IP", text]))],
];
const SERVICES: FieldTuple = ["Services?", map(struct("network.ServiceInfo", ["VIP", text], ["Ports", texts], ["LocalLBIndex", int], ["Tasks", slice(task)]))];

/** network.Inspect of v28.5.2 */
export const networkInspectType = struct("network.Inspect", ...IDENTITY, CONTAINERS, ...LABELLED, SERVICES);

const OLDER = IDENTITY.filter(([name]) => name !== "EnableIPv4");
/** types.NetworkResource: what network.Inspect was before v28.0. */
export const networkResourceType = struct("types.NetworkResource", ...OLDER, CONTAINERS, ...LABELLED, SERVICES);

const use = struct("network.SubnetStatus", ["IPsInUse", uint64], ["DynamicIPsAvailable", uint64]);
const status = struct("network.Status", ["IPAM", struct("network.IPAMStatus", ["Subnets?", map(use)])]);

/** network.Inspect of v29: what all networks have is a struct within it. */
export const networkInspectType29 = struct("network.Inspect", ["*Network", struct("network.Network", ...IDENTITY, ...LABELLED)], CONTAINERS, SERVICES, [
  "Status?",
  ptr(status),
]);
