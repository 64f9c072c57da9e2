/** The Go types of the bodies that requests carry (docker's api/types, v28.5.2), as far as a dry run honours them. */
import { any, flag, int, labels, map, ptr, slice, struct, text, texts, uint32 } from "../format/types/define.ts";
import { configSpecType, nodeSpecType, secretSpecType, serviceSpecType, swarmSpecType } from "../format/types/swarm.ts";

const ipamConfig = struct("network.IPAMConfig", ["Subnet?", text], ["IPRange?", text], ["Gateway?", text], ["AuxAddress=AuxiliaryAddresses?", labels]);
const endpointIPAM = struct("network.EndpointIPAMConfig", ["IPv4Address?", text], ["IPv6Address?", text], ["LinkLocalIPs?", texts]);
const endpoint = struct(
  "network.EndpointSettings",
  ["IPAMConfig", ptr(endpointIPAM)],
  ["Links", texts],
  ["Aliases", texts],
  ["MacAddress?", text],
  ["DriverOpts", labels],
  ["GwPriority?", int],
);

export const networkCreate = struct(
  "network.CreateRequest",
  ["Name", text],
  ["Driver?", text],
  ["Scope?", text],
  ["EnableIPv4?", ptr(flag)],
  ["EnableIPv6?", ptr(flag)],
  ["IPAM", ptr(struct("network.IPAM", ["Driver", text], ["Options", labels], ["Config", slice(ipamConfig)]))],
  ["Internal", flag],
  ["Attachable", flag],
  ["Ingress", flag],
  ["ConfigOnly", flag],
  ["ConfigFrom?", ptr(struct("network.ConfigReference", ["Network", text]))],
  ["Options", labels],
  ["Labels", labels],
);
export const networkConnect = struct("network.ConnectOptions", ["Container", text], ["EndpointConfig?", ptr(endpoint)]);
export const networkDisconnect = struct("network.DisconnectOptions", ["Container", text], ["Force", flag]);

export const containerCreate = struct(
  "container.CreateRequest",
  ["Hostname?", text],
  ["Env?", texts],
  ["Cmd?", texts],
  ["Image", text],
  ["Labels?", labels],
  [
    "HostConfig",
    struct(
      "container.HostConfig",
      ["NetworkMode", text],
      ["PortBindings?", map(slice(struct("nat.PortBinding", ["HostIP=HostIp", text], ["HostPort", text])))],
      ["AutoRemove?", flag],
      ["Mounts?", slice(any)],
    ),
  ],
  ["NetworkingConfig", struct("network.NetworkingConfig", ["EndpointsConfig", map(endpoint)])],
);

export const volumeCreate = struct("volume.CreateOptions", ["Name?", text], ["Driver?", text], ["DriverOpts?", labels], ["Labels?", labels]);

export const swarmInit = struct(
  "swarm.InitRequest",
  ["ListenAddr", text],
  ["AdvertiseAddr", text],
  ["DataPathAddr", text],
  ["DataPathPort", uint32],
  ["ForceNewCluster", flag],
  ["Spec", swarmSpecType],
  ["AutoLockManagers", flag],
  ["Availability", text],
  ["DefaultAddrPool", texts],
  ["SubnetSize", uint32],
);
export const swarmJoin = struct(
  "swarm.JoinRequest",
  ["ListenAddr", text],
  ["AdvertiseAddr", text],
  ["DataPathAddr", text],
  ["RemoteAddrs", texts],
  ["JoinToken", text],
  ["Availability", text],
);
export const swarmUnlock = struct("swarm.UnlockRequest", ["UnlockKey", text]);

/** Body of `POST /dryswarm/hosts`: what `host add`, `host apply` and `host stop` say. */
export const hostSettings = struct(
  "dryswarm.HostSettings",
  ["Name", text],
  ["Address?", text],
  ["NanoCPUs?", { kind: "int64" }],
  ["MemoryBytes?", { kind: "int64" }],
  ["Platform?", ptr(struct("swarm.Platform", ["OS", text], ["Architecture", text]))],
  ["Labels?", labels],
);
export const hostList = slice(hostSettings);

/** Data travels as base64, and is bytes in Go. */
function withBytes(type: typeof secretSpecType): typeof secretSpecType {
  const fields = type.fields().map((field) => (field.name === "Data" ? { ...field, type: { kind: "string", name: "[]uint8" } as const } : field));
  return { ...type, fields: () => fields };
}

export const secretSpec = withBytes(secretSpecType);
export const configSpec = withBytes(configSpecType);

export { nodeSpecType as nodeSpec, serviceSpecType as serviceSpec, swarmSpecType as swarmSpec };
