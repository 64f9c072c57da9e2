import type { Service } from "../api/index.ts";
import { isIngress, joins, poolUse, portsOf } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";
import { type NetworkUse, networkUse, updateSurge } from "./usage.ts";

/** Hypothetical changes: other replica counts by service, and more (or fewer) nodes. */
export interface WhatIf {
  readonly replicas: Readonly<Record<string, number>>;
  readonly nodes: number;
}

/** How full a network is, and what still fits. Counts of addresses, unless said otherwise. */
export interface NetworkCapacity {
  readonly network: string;
  readonly subnet: string;
  /** The part of the subnet that addresses come from (`--ip-range`), CIDR; absent where it is all of it. */
  readonly range?: string;
  readonly size: number;
  readonly vips: number;
  readonly tasks: number;
  readonly loadBalancers: number;
  readonly used: number;
  readonly free: number;
  /** What the update that starts new tasks first takes beyond that, at most. */
  readonly surge: number;
  /** How many more fit, each on its own: replicas of services that are there, services of one replica with a VIP, nodes. */
  readonly fits: { readonly replicas: number; readonly services: number; readonly nodes: number };
  /** Addresses that are missing; 0 where all fits. */
  readonly missing: number;
}

/** How full pools and networks are. A pool is assumed where nobody told that of an imported swarm. */
export interface Capacity {
  readonly pool: { readonly plan: string; readonly subnets: number; readonly used: number; readonly free: number; readonly assumed?: true };
  readonly networks: readonly NetworkCapacity[];
}

const replicasOf = ({ Spec }: Service, nodes: number): number => Spec.Mode.Replicated?.Replicas ?? (Spec.Mode.Global ? nodes : 1);

function capacityOf({ network, size, vips, tasks, loadBalancers }: NetworkUse, snapshot: Snapshot, whatIf: WhatIf): NetworkCapacity {
  const members = snapshot.services.filter((service) => joins(service, network) || (network.Ingress && portsOf(service).some(isIngress)));
  const nodes = snapshot.nodes.length + whatIf.nodes;
  const count = (service: Service): number => whatIf.replicas[service.Spec.Name ?? ""] ?? replicasOf(service, nodes);
  const extra = members.reduce((sum, service) => sum + count(service) - replicasOf(service, snapshot.nodes.length), 0);
  const wanted = Math.max(0, tasks + extra);
  // A node takes an address for its load balancer once it has a task on the network; on ingress at once.
  const balancers = network.Ingress ? nodes : whatIf.nodes !== 0 || extra !== 0 ? Math.min(nodes, wanted) : loadBalancers;
  const used = vips + wanted + balancers;
  const free = size - used;
  const room = Math.max(0, free);
  const idle = network.Ingress ? 0 : Math.max(0, nodes - balancers);
  return {
    network: network.Name,
    subnet: network.IPAM.Config?.[0]?.Subnet ?? "",
    ...(network.IPAM.Config?.[0]?.IPRange && { range: network.IPAM.Config[0].IPRange }),
    size,
    vips,
    tasks: wanted,
    loadBalancers: balancers,
    used,
    free: room,
    surge: updateSurge(members, count),
    fits: { replicas: withBalancers(room, idle), services: servicesIn(room, idle), nodes: room },
    missing: Math.max(0, -free),
  };
}

/** How many tasks fit into `free` addresses, when each of the first `idle` also brings the load balancer of its node. */
function withBalancers(free: number, idle: number): number {
  const first = Math.min(idle, Math.floor(free / 2));
  return first < idle ? first : first + (free - 2 * first);
}

/** How many services of one task and one VIP fit. */
function servicesIn(free: number, idle: number): number {
  const first = Math.min(idle, Math.floor(free / 3));
  return first < idle ? first : first + Math.floor((free - 3 * first) / 2);
}

/** How full the pools and networks of a swarm are, now or with what is asked. */
export function capacity(snapshot: Snapshot, whatIf: WhatIf = { replicas: {}, nodes: 0 }): Capacity {
  const { total, used, plan } = poolUse(snapshot);
  return {
    pool: { plan, subnets: total, used, free: Math.max(0, total - used), ...(snapshot.origin?.Pools === false && { assumed: true }) },
    networks: networkUse(snapshot).map((use) => capacityOf(use, snapshot, whatIf)),
  };
}
