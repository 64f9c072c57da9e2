import { type NetworkAttachmentConfig, type NetworkInspect, type PortConfig, type ReadSwarm, type Service, TASK_STATES, type Task } from "../api/index.ts";
import type { Environment } from "../environment/types.ts";
import { overlaps, parseCidr } from "../values/cidr.ts";
import type { Snapshot } from "./snapshot.ts";

/** Pool of a swarm that was given none. */
const DEFAULT_POOL = "10.0.0.0/8";
const DEFAULT_SUBNET_SIZE = 24;
const RUNNING = TASK_STATES.indexOf("running");

/** Option in which an overlay bears its VXLAN ID. */
export const VXLAN = "com.docker.network.driver.overlay.vxlanid_list";
/** Label in which an object bears the name of its stack. */
const STACK = "com.docker.stack.namespace";

/** The stack that an object with these labels belongs to; undefined for none. */
export const stackOf = (labels: Readonly<Record<string, string>> | null | undefined): string | undefined => labels?.[STACK] || undefined;

/** The networks of a swarm that take addresses: config-only ones do not. */
export function swarmNetworks({ networks }: Snapshot): NetworkInspect[] {
  return networks.filter(({ Scope, ConfigOnly }) => Scope === "swarm" && !ConfigOnly);
}

/** The bridges of the host that was asked, docker0 and docker_gwbridge among them. */
export function localNetworks({ networks }: Snapshot): NetworkInspect[] {
  return networks.filter(({ Scope, ConfigOnly }) => Scope === "local" && !ConfigOnly);
}

/** Subnets of a network as CIDR: allocated, or asked for where the network could not be allocated. */
export function subnetsOf({ IPAM }: Pick<NetworkInspect, "IPAM">): string[] {
  return (IPAM.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : []));
}

/** Whether the engine gave a network what it needs: one it could not is listed without a driver. */
export function isAllocated({ Driver }: NetworkInspect): boolean {
  return Driver !== "";
}

/** Whether the data of an overlay is encrypted (`--opt encrypted`, unless "false"). */
export function isEncrypted({ Options }: NetworkInspect): boolean {
  return Options?.encrypted !== undefined && Options.encrypted !== "false";
}

/** Pools of a swarm as CIDR, and the prefix length that each network gets from them. */
export function poolsOf(swarm: ReadSwarm | undefined): { pools: string[]; subnetSize: number } {
  const pools = swarm?.DefaultAddrPool ?? [];
  return { pools: pools.length > 0 ? pools : [DEFAULT_POOL], subnetSize: swarm?.SubnetSize || DEFAULT_SUBNET_SIZE };
}

/** Whether the ingress network has a subnet that is of none of the pools that the swarm names. */
export function hasForeignIngress(snapshot: Snapshot): boolean {
  const { pools } = poolsOf(snapshot.swarm);
  return swarmNetworks(snapshot).some(
    ({ Ingress, ...network }) => Ingress && subnetsOf(network).some((subnet) => !pools.some((pool) => overlaps(pool, subnet))),
  );
}

/** Networks that a service asks for; targets are IDs once stored. */
export function attachmentsOf({ Spec }: Service): NetworkAttachmentConfig[] {
  return Spec.TaskTemplate.Networks ?? Spec.Networks ?? [];
}

/** Whether a service asks for a network, by its ID or name. */
export function joins(service: Service, { Id, Name }: NetworkInspect): boolean {
  return attachmentsOf(service).some(({ Target }) => Target === Id || Target === Name);
}

/** Published ports: as allocated, or as asked for. */
export function portsOf({ Endpoint, Spec }: Service): PortConfig[] {
  return Endpoint.Ports ?? Spec.EndpointSpec?.Ports ?? [];
}

/** Whether a port is published on every node, which is the default. */
export function isIngress({ PublishMode }: PortConfig): boolean {
  return PublishMode !== "host";
}

/** How many subnets the pools of a swarm hold, and how many of them networks have taken. */
export function poolUse(snapshot: Snapshot): { total: number; used: number; plan: string } {
  const { pools, subnetSize } = poolsOf(snapshot.swarm);
  const total = pools.reduce((sum, pool) => sum + 2 ** Math.max(0, subnetSize - (parseCidr(pool)?.prefix ?? subnetSize)), 0);
  const used = swarmNetworks(snapshot).filter(
    (network) => isAllocated(network) && subnetsOf(network).some((subnet) => pools.some((pool) => overlaps(pool, subnet))),
  ).length;
  return { total, used, plan: `${total} subnets of /${subnetSize} in ${pools.join(", ")}` };
}

/** Whether a task holds its addresses: one that has ended gave them back. */
export function isLive({ Status }: Task): boolean {
  return TASK_STATES.indexOf(Status.State) <= RUNNING;
}

/** A range that swarm networks must leave alone, and what it is. */
export interface Reserved {
  readonly cidr: string;
  readonly what: string;
}

/** What surrounds the swarm: addresses of its nodes, interfaces and routes of hosts, and ranges to avoid. */
export function dependencies({ nodes }: Snapshot, { hosts, avoid }: Environment): Reserved[] {
  const own = nodes.flatMap(({ Status, Description }) =>
    parseCidr(`${Status.Addr}/32`) && Status.Addr !== "0.0.0.0"
      ? [{ cidr: `${Status.Addr}/32`, what: `the address ${Status.Addr} of node ${Description.Hostname ?? ""}` }]
      : [],
  );
  return [
    ...own,
    ...hosts.flatMap(({ name, interfaces, routes }) => [
      ...interfaces.map(({ name: device, address }) => ({ cidr: address, what: `${address} of ${device} on host ${name}` })),
      ...routes.map((cidr) => ({ cidr, what: `the route to ${cidr} of host ${name}` })),
    ]),
    ...avoid.map(({ name, cidr }) => ({ cidr, what: name ? `${cidr} (${name})` : cidr })),
  ];
}
