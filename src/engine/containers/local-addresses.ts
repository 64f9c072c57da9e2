import type { Host, LocalNetwork, LocalPool } from "../../store/schema.ts";
import { parseAddress } from "../../values/cidr.ts";
import type { AddressSet } from "../ipam/address-set.ts";
import { localAddresses as readAddresses } from "../networks/local/pools.ts";
import type { Tx } from "../tx.ts";

const keyOf = (host: Host, { Subnet, IPRange = "" }: LocalPool): string => `${host.Name} ${Subnet} ${IPRange}`;

/** The addresses of a pool of a host, taken or free. They are read once in a transaction, and kept up to date from then on. */
export function localAddresses(tx: Tx, host: Host, pool: LocalPool): AddressSet {
  const key = keyOf(host, pool);
  const known = tx.localAddresses.get(key);
  if (known) return known;
  const set = readAddresses(host, pool);
  tx.localAddresses.set(key, set);
  return set;
}

/** Gives an address (in CIDR, "" for none) of a host's network back. */
export function releaseLocal(tx: Tx, host: Host, network: LocalNetwork | undefined, cidr: string): void {
  const address = cidr.split("/")[0];
  if (!address || tx.localAddresses.size === 0) return;
  for (const pool of network?.Pools ?? [])
    if (pool.Subnet.includes(":") === address.includes(":")) tx.localAddresses.get(keyOf(host, pool))?.release(parseAddress(address));
}
