import type { LocalNetwork } from "../../../store/schema.ts";

const BRIDGE_OPTIONS = {
  "com.docker.network.bridge.default_bridge": "true",
  "com.docker.network.bridge.enable_icc": "true",
  "com.docker.network.bridge.enable_ip_masquerade": "true",
  "com.docker.network.bridge.host_binding_ipv4": "0.0.0.0",
  "com.docker.network.bridge.name": "docker0",
  "com.docker.network.driver.mtu": "1500",
};

/** A 64-digit ID that follows from a text (FNV-1a over four seeds): the same host always shows the same ids. */
export function hashedId(text: string): string {
  let id = "";
  for (let seed = 0; id.length < 64; seed++) {
    let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    id += ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, "0");
  }
  return id;
}

/** A local network with every field at rest; what is given goes over it. */
export function blankNetwork(given: Pick<LocalNetwork, "Name" | "Id" | "Created" | "Driver"> & Partial<LocalNetwork>): LocalNetwork {
  return {
    Scope: "local",
    EnableIPv4: true,
    EnableIPv6: false,
    IPAM: { Driver: "default", Options: null, Config: null },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: "" },
    ConfigOnly: false,
    Options: {},
    Labels: {},
    Pools: [],
    ...given,
  };
}

/** The networks bridge, host and none of an engine that has just started. */
export function predefinedNetworks(host: string, now: string): LocalNetwork[] {
  const make = (Name: string, Driver: string, more: Partial<LocalNetwork> = {}): LocalNetwork =>
    blankNetwork({ Name, Id: hashedId(`${host} ${Name}`), Created: now, Driver, ...more });
  const pool = { Subnet: "172.17.0.0/16", Gateway: "172.17.0.1" };
  return [
    make("none", "null"),
    make("host", "host"),
    make("bridge", "bridge", { IPAM: { Driver: "default", Options: null, Config: [pool] }, Options: BRIDGE_OPTIONS, Pools: [pool] }),
  ];
}

/** Whether a network is one that every engine has. */
export function isPredefined(network: { Name: string; Scope: string }): boolean {
  return ["bridge", "host", "none"].includes(network.Name) && network.Scope !== "swarm";
}

/** Whether a network on a host is the host's part of a swarm network of a node-local driver. */
export const isOfSwarm = ({ Scope }: Pick<LocalNetwork, "Scope">): boolean => Scope === "swarm";
