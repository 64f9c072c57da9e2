import type { NodeDescription } from "../../api/index.ts";
import { markMember } from "../../store/changes.ts";
import type { Cluster, Host, StoredNode } from "../../store/schema.ts";
import type { Tx } from "../tx.ts";

const LOG_DRIVERS = ["awslogs", "fluentd", "gelf", "journald", "json-file", "local", "splunk", "syslog"];
const NETWORK_DRIVERS = ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"];
const PLUGINS = [
  ...LOG_DRIVERS.map((Name) => ({ Type: "Log", Name })),
  ...NETWORK_DRIVERS.map((Name) => ({ Type: "Network", Name })),
  { Type: "Volume", Name: "local" },
];

/** Whether a host has a plugin of a kind (Log, Network, Volume), Docker's own or one put there. */
export const hasPlugin = (host: Host, kind: string, name: string): boolean => pluginsOf(host).some((plugin) => plugin.Type === kind && plugin.Name === name);

/** Docker's built-in plugins and those that were put on a host, by kind and name. */
function pluginsOf({ Plugins = [] }: Host): typeof PLUGINS {
  const key = ({ Type, Name }: { Type: string; Name: string }): string => `${Type}/${Name}`;
  const all = new Map([...PLUGINS, ...Plugins].map((plugin) => [key(plugin), plugin]));
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, plugin]) => plugin);
}

function describe(tx: Tx, cluster: Cluster, host: Host): NodeDescription {
  return {
    Hostname: host.Name,
    Platform: host.Platform,
    Resources: { NanoCPUs: host.NanoCPUs, MemoryBytes: host.MemoryBytes },
    Engine: { EngineVersion: tx.profileOf(host).version, ...(host.Labels && { Labels: host.Labels }), Plugins: pluginsOf(host) },
    TLSInfo: { TrustRoot: cluster.CA.Certificate, CertIssuerSubject: cluster.CA.Subject, CertIssuerPublicKey: cluster.CA.PublicKey },
  };
}

/** Adds the node of a host that has just become part of a swarm. */
export function newNode(tx: Tx, cluster: Cluster, host: Host, as: { role: string; availability: string; leader: boolean }): StoredNode {
  const swarm = host.Swarm as NonNullable<Host["Swarm"]>;
  const node: StoredNode = {
    ID: swarm.NodeID,
    ...tx.meta(cluster),
    Spec: { Labels: {}, Role: as.role, Availability: as.availability.toLowerCase() },
    Description: structuredClone(describe(tx, cluster, host)),
    Status: { State: "ready", Addr: swarm.AdvertiseAddr.replace(/:\d+$/, "") },
    ...(as.role === "manager" && { ManagerStatus: { ...(as.leader && { Leader: true }), Reachability: "reachable", Addr: swarm.AdvertiseAddr } }),
    LoadBalancers: {},
    Host: host.Name,
  };
  cluster.Nodes[node.ID] = node;
  markMember(cluster, node);
  return node;
}
