import { failure } from "../../../api/index.ts";
import { markHost } from "../../../store/changes.ts";
import type { Host, LocalPool } from "../../../store/schema.ts";
import { overlaps, parseAddress } from "../../../values/cidr.ts";
import { AddressSet } from "../../ipam/address-set.ts";
import { type Pool, SubnetSet } from "../../ipam/subnet-set.ts";
import type { EngineProfile } from "../../profiles/index.ts";

/** The pools that local networks take their subnets from, in the Engine's order. */
const LOCAL_POOLS: readonly Pool[] = [
  { base: "172.17.0.0/16", size: 16 },
  { base: "172.18.0.0/16", size: 16 },
  { base: "172.19.0.0/16", size: 16 },
  { base: "172.20.0.0/14", size: 16 },
  { base: "172.24.0.0/14", size: 16 },
  { base: "172.28.0.0/14", size: 16 },
  { base: "192.168.0.0/16", size: 20 },
];

/** Subnets that the local networks of a host use. */
function taken(host: Host): string[] {
  return Object.values(host.Networks).flatMap((network) => (network.ConfigOnly ? [] : network.Pools.map((pool) => pool.Subnet)));
}

/** The subnet of the host's own interface: never handed out, though a user may ask for it. */
function onLink(host: Host): string {
  return `${host.Address.split(".").slice(0, 3).join(".")}.0/24`;
}

/** The next free subnet for a local network; fails when the pools are used up. */
export function nextLocalSubnet(host: Host, { poolsRotate }: Pick<EngineProfile, "poolsRotate">): string {
  const free = new SubnetSet([...taken(host), onLink(host)]);
  const subnet = poolsRotate ? free.nextAfter(LOCAL_POOLS, host.SubnetCursor) : free.next(LOCAL_POOLS);
  if (!subnet) throw failure("network-pools-exhausted");
  if (poolsRotate) {
    host.SubnetCursor = subnet;
    markHost(host);
  }
  return subnet;
}

/**
 * Refuses a requested subnet that overlaps one in use on this host; `overlays` are those of swarm networks materialised here. With a
 * range of its own a network may share a subnet, but not the range.
 */
export function checkOverlap(host: Host, subnet: string, range: string | undefined, overlays: readonly string[] = []): void {
  const same = ({ Subnet, IPRange }: LocalPool): boolean => Subnet === subnet && IPRange === range;
  const refused = range
    ? Object.values(host.Networks).some((network) => !network.ConfigOnly && network.Pools.some(same))
    : [...taken(host), ...overlays].some((other) => overlaps(other, subnet));
  if (refused) throw failure("network-pool-overlap");
}

/** The addresses in use in a subnet of this host, by all networks that share it: gateways, reserved ones, and what containers have. */
export function addressesIn(host: Host, subnet: string): string[] {
  const networks = Object.values(host.Networks).filter(({ ConfigOnly, Pools }) => !ConfigOnly && Pools.some((pool) => pool.Subnet === subnet));
  const fixed = networks.flatMap(({ Pools }) =>
    Pools.filter((pool) => pool.Subnet === subnet).flatMap(({ Gateway, Reserved }) => [Gateway ?? "", ...(Reserved ?? [])]),
  );
  const ids = new Set(networks.map(({ Id }) => Id));
  const endpoints = Object.values(host.Containers).flatMap((container) => Object.values(container.Endpoints).filter(({ NetworkID }) => ids.has(NetworkID)));
  const held = endpoints.flatMap(({ IPv4, IPv6 }) => [IPv4, IPv6]).filter((cidr) => cidr.includes(":") === subnet.includes(":"));
  return [...fixed, ...held.map((cidr) => cidr.split("/")[0] as string)].filter((address) => address !== "");
}

/** The lowest free /64 of the ULA /48 of a host, which follows from its ID. Throws network-no-ipv6-pool where an engine has none. */
export function nextLocalSubnet6(host: Host, { localIPv6Pool }: Pick<EngineProfile, "localIPv6Pool">): string {
  if (!localIPv6Pool) throw failure("network-no-ipv6-pool");
  const digits = host.EngineID.replace(/-/g, "");
  const base = `fd${digits.slice(0, 2)}:${digits.slice(2, 6)}:${digits.slice(6, 10)}::/48`;
  const subnet = new SubnetSet(taken(host)).next([{ base, size: 64 }]);
  if (!subnet) throw failure("network-pools-exhausted");
  return subnet;
}

/** The addresses of a pool of this host, those in use taken. */
export function localAddresses(host: Host, { Subnet, IPRange }: LocalPool): AddressSet {
  const set = new AddressSet(Subnet, IPRange);
  for (const address of addressesIn(host, Subnet)) set.take(parseAddress(address));
  return set;
}
