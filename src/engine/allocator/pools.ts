import type { SubnetUse } from "../../api/index.ts";
import { markCursor } from "../../store/changes.ts";
import type { TaskSketch } from "../../store/read-tasks.ts";
import type { Cluster, StoredNetwork } from "../../store/schema.ts";
import { everyTask } from "../../store/swarm-tasks.ts";
import { addressOf, formatAddress, parseAddress, parseCidr } from "../../values/cidr.ts";
import { AddressSet, useOf } from "../ipam/address-set.ts";
import { isLive } from "../tasks/states.ts";
import type { Tx } from "../tx.ts";
import { Taken } from "./taken.ts";

/** One subnet of an allocated swarm network, with what of it is taken. */
interface Pool {
  readonly subnet: string;
  readonly prefix: number;
  readonly set: AddressSet;
}

/** The addresses of a swarm's networks, with all that is taken. */
export function addressBook(tx: Pick<Tx, "leaderProfile">, cluster: Cluster): AddressBook {
  const book = new AddressBook(tx, cluster);
  everyTask(cluster, (task) => {
    book.hold(task);
    return true;
  });
  return book;
}

/**
 * The addresses of a swarm's networks; its tasks are held one by one. What is taken follows from the objects that hold addresses (gateways, VIPs, node
 * load balancers, live tasks); only the cursors are state of their own, so nothing can leak.
 */
export class AddressBook {
  readonly #pools = new Map<string, Pool[]>();
  /** Addresses held on networks that nobody asked for yet: they go into the pools once someone does. */
  readonly #waiting = new Map<string, string[]>();
  #taken: Taken | undefined;

  constructor(
    private readonly tx: Pick<Tx, "leaderProfile">,
    private readonly cluster: Cluster,
  ) {
    for (const network of Object.values(cluster.Networks)) this.add(network);
    for (const service of Object.values(cluster.Services)) for (const vip of service.Endpoint.VirtualIPs ?? []) this.#note(vip.NetworkID ?? "", vip.Addr);
    for (const node of Object.values(cluster.Nodes)) for (const [network, address] of Object.entries(node.LoadBalancers)) this.#note(network, address);
  }

  /** Notes what a task holds. */
  hold(task: TaskSketch): void {
    if (isLive(task)) for (const at of task.NetworksAttachments ?? []) for (const address of at.Addresses ?? []) this.#note(at.Network.ID, address);
  }

  /** Subnets and VXLAN ids that networks hold: collected when a network is to be allocated. */
  get taken(): Taken {
    return (this.#taken ??= new Taken(this.cluster));
  }

  /** Takes an allocated network in; its gateways are held. */
  add(network: StoredNetwork): void {
    const pools = (network.IPAMOptions?.Configs ?? []).flatMap((config) => {
      const cidr = config.Subnet ? parseCidr(config.Subnet) : null;
      if (!cidr) return [];
      const set = new AddressSet(config.Subnet as string, config.Range);
      if (config.Gateway) set.take(parseAddress(config.Gateway));
      return [{ subnet: config.Subnet as string, prefix: cidr.prefix, set }];
    });
    this.#pools.set(network.ID, pools);
  }

  /**
   * Takes an address of a network: the requested one, or the next in turn. Gives it as CIDR; undefined when none is free
   * (or the requested one is taken or outside).
   */
  take(networkId: string, requested?: string): string | undefined {
    for (const pool of this.#poolsOf(networkId)) {
      const address = requested ? this.#takeRequested(pool, requested) : this.#takeNext(networkId, pool);
      if (address !== undefined) return `${formatAddress(address)}/${pool.prefix}`;
    }
    return undefined;
  }

  #takeRequested(pool: Pool, requested: string): number | bigint | undefined {
    const address = parseAddress(requested);
    return pool.set.take(address) ? address : undefined;
  }

  #takeNext(networkId: string, pool: Pool): number | bigint | undefined {
    if (!this.tx.leaderProfile(this.cluster).serialAddresses) return pool.set.takeLowest();
    const key = this.#key(networkId, pool);
    const cursor = this.cluster.Cursors.Addresses[key];
    const address = pool.set.takeNext(cursor === undefined ? undefined : parseAddress(cursor));
    if (address === undefined) return undefined;
    this.cluster.Cursors.Addresses[key] = formatAddress(address);
    markCursor(this.cluster, key);
    return address;
  }

  #key(networkId: string, pool: Pool): string {
    return `${networkId} ${pool.subnet}`;
  }

  #note(networkId: string, cidr: string | undefined): void {
    if (!cidr) return;
    const waiting = this.#waiting.get(networkId);
    if (waiting) waiting.push(cidr);
    else this.#waiting.set(networkId, [cidr]);
  }

  /** The pools of a network, with all that is held of them. */
  #poolsOf(networkId: string): readonly Pool[] {
    const pools = this.#pools.get(networkId) ?? [];
    const waiting = this.#waiting.get(networkId);
    if (!waiting) return pools;
    this.#waiting.delete(networkId);
    for (const cidr of waiting) {
      const address = addressOf(cidr);
      pools.find((pool) => pool.set.contains(address))?.set.take(address);
    }
    return pools;
  }

  /** How many addresses of each subnet of a network are taken, and how many of its range are free. */
  use(networkId: string): Record<string, SubnetUse> {
    return Object.fromEntries(this.#poolsOf(networkId).map(({ subnet, set }) => [subnet, useOf(set)]));
  }

  /** Gives an address back. */
  release(networkId: string, cidr: string | undefined): void {
    if (!cidr) return;
    const address = addressOf(cidr);
    for (const pool of this.#poolsOf(networkId)) if (pool.set.contains(address)) pool.set.release(address);
  }
}
