import type { ClusterInfo, Swarm, SwarmInfo } from "../../api/index.ts";
import type { Cluster, Host, State } from "../../store/schema.ts";
import { isManager } from "../tx.ts";
import { hostPart } from "./addresses.ts";

/** The swarm as `docker info` shows it. */
export function clusterInfo(cluster: Cluster): ClusterInfo {
  const { ID, Version, CreatedAt, UpdatedAt, Spec, CA, DefaultAddrPool, SubnetSize, DataPathPort } = cluster;
  return {
    ID,
    Version,
    CreatedAt,
    UpdatedAt,
    Spec,
    TLSInfo: { TrustRoot: CA.Certificate, CertIssuerSubject: CA.Subject, CertIssuerPublicKey: CA.PublicKey },
    RootRotationInProgress: false,
    DefaultAddrPool,
    SubnetSize,
    DataPathPort,
  };
}

/** Answer of `GET /swarm`. */
export function inspectSwarm(cluster: Cluster): Swarm {
  return { ...clusterInfo(cluster), JoinTokens: cluster.JoinTokens };
}

/** The swarm part of `GET /info`, as this host sees it. */
export function swarmInfo(state: State, host: Host): SwarmInfo {
  const swarm = host.Swarm;
  const cluster = swarm && state.swarms[swarm.ClusterID];
  if (!swarm || !cluster) return { NodeID: "", NodeAddr: "", LocalNodeState: "inactive", ControlAvailable: false, Error: "", RemoteManagers: null };
  const managers = Object.values(cluster.Nodes).filter((node) => node.ManagerStatus);
  const control = isManager(state, host);
  return {
    NodeID: swarm.NodeID,
    NodeAddr: hostPart(swarm.AdvertiseAddr),
    LocalNodeState: swarm.LocalNodeState,
    ControlAvailable: control,
    Error: "",
    RemoteManagers: managers.map((node) => ({ NodeID: node.ID, Addr: node.ManagerStatus?.Addr ?? "" })),
    ...(control && { Nodes: Object.keys(cluster.Nodes).length, Managers: managers.length, Cluster: clusterInfo(cluster) }),
  };
}
