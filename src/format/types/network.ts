/** The Go types of docker's api/types/network (v28.5.2). */
import { flag, int, labels, map, slice, struct, text, texts, time } from "./define.ts";

const ipamConfig = struct("network.IPAMConfig", ["Subnet?", text], ["IPRange?", text], ["Gateway?", text], ["AuxAddress=AuxiliaryAddresses?", labels]);
const endpoint = struct("network.EndpointResource", ["Name", text], ["EndpointID", text], ["MacAddress", text], ["IPv4Address", text], ["IPv6Address", text]);
const task = struct("network.Task", ["Name", text], ["EndpointID", text], ["EndpointIP", text], ["Info", labels]);

/** network.Inspect */
export const networkInspectType = struct(
  "network.Inspect",
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
  ["Containers", map(endpoint)],
  ["Options", labels],
  ["Labels", labels],
  ["Peers?", slice(struct("network.PeerInfo", ["Name", text], ["IP", text]))],
  ["Services?", map(struct("network.ServiceInfo", ["VIP", text], ["Ports", texts], ["LocalLBIndex", int], ["Tasks", slice(task)]))],
);
