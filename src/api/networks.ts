import type { StringMap } from "./common.ts";

/** One address pool of a network (`IPAM.Config[]`): CIDRs and bare addresses, absent when not set. */
export interface IPAMConfig {
  Subnet?: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: StringMap;
}

/** Address management of a network. A null Config means none was given or allocated. */
export interface IPAM {
  Driver: string;
  Options: StringMap | null;
  Config: IPAMConfig[] | null;
}

/** A container or load-balancer endpoint on a network, as `network inspect` shows it. Addresses are CIDR. */
export interface EndpointResource {
  Name: string;
  EndpointID: string;
  MacAddress: string;
  IPv4Address: string;
  IPv6Address: string;
}

/** A node that takes part in an overlay's gossip: 12 hex characters and its data path address. */
export interface PeerInfo {
  Name: string;
  IP: string;
}

/** A task in `network inspect --verbose`. */
export interface NetworkTask {
  Name: string;
  EndpointID: string;
  EndpointIP: string;
  Info: StringMap;
}

/** A service in `network inspect --verbose`. VIP is `<nil>` for DNSRR. */
export interface NetworkServiceInfo {
  VIP: string;
  Ports: string[];
  LocalLBIndex: number;
  Tasks: NetworkTask[];
}

/** How many addresses of a subnet are taken (network and broadcast address included), and how many of its range are free. */
export interface SubnetUse {
  IPsInUse: number;
  DynamicIPsAvailable: number;
}

/** Answer of `GET /networks/{id}`. Engine 17.05 leaves EnableIPv4, ConfigFrom and ConfigOnly out. */
export interface NetworkInspect {
  Name: string;
  Id: string;
  Created: string;
  Scope: string;
  Driver: string;
  EnableIPv4?: boolean;
  EnableIPv6: boolean;
  IPAM: IPAM;
  Internal: boolean;
  Attachable: boolean;
  Ingress: boolean;
  ConfigFrom?: { Network: string };
  ConfigOnly?: boolean;
  Containers?: Record<string, EndpointResource> | null;
  Options: StringMap | null;
  Labels: StringMap | null;
  Peers?: PeerInfo[];
  Services?: Record<string, NetworkServiceInfo>;
  /** Use of addresses by subnet (CIDR); since Engine 29. */
  Status?: { IPAM: { Subnets?: Record<string, SubnetUse> } };
}

/** Body of `POST /networks/create`. */
export interface NetworkCreateRequest {
  Name: string;
  Driver?: string;
  Scope?: string;
  EnableIPv4?: boolean;
  EnableIPv6?: boolean;
  IPAM?: { Driver?: string; Options?: StringMap | null; Config?: IPAMConfig[] | null } | null;
  Internal?: boolean;
  Attachable?: boolean;
  Ingress?: boolean;
  ConfigOnly?: boolean;
  ConfigFrom?: { Network: string } | null;
  Options?: StringMap | null;
  Labels?: StringMap | null;
}

/** Answer of `POST /networks/create`. */
export interface NetworkCreateResponse {
  Id: string;
  Warning: string;
}

/** Answer of `POST /networks/prune`; null when nothing went. */
export interface NetworkPruneReport {
  NetworksDeleted: string[] | null;
}

/** How a container joins a network: the request half of `EndpointSettings`. */
export interface EndpointSettingsRequest {
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links?: string[] | null;
  Aliases?: string[] | null;
  DriverOpts?: StringMap | null;
  GwPriority?: number;
  MacAddress?: string;
}
