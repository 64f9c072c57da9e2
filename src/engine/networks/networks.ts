import { type Filters, failure, type NetworkCreateRequest, type NetworkCreateResponse, type NetworkInspect, type SubnetUse } from "../../api/index.ts";
import type { Cluster, Host, LocalNetwork, LocalPool, State, StoredNetwork } from "../../store/schema.ts";
import { addressOf, parseAddress } from "../../values/cidr.ts";
import { own } from "../../values/own.ts";
import { isAllocated } from "../allocator/networks.ts";
import { addressBook } from "../allocator/pools.ts";
import { forProfile, localShape, statusOf, storeShape } from "../convert/network.ts";
import { anyOf, matches } from "../filters.ts";
import { AddressSet, useOf } from "../ipam/address-set.ts";
import type { EngineProfile } from "../profiles/index.ts";
import { isManager, type Tx } from "../tx.ts";
import { checkNetwork, createLocalNetwork } from "./local/create.ts";
import { filterNetworks } from "./local/filters.ts";
import { endpointsOn, localInspect, localListed } from "./local/inspect.ts";
import { withFamilies } from "./local/options.ts";
import { localAddresses } from "./local/pools.ts";
import { isOfSwarm } from "./local/predefined.ts";
import { removeLocalNetwork } from "./local/remove.ts";
import { validateIPAM } from "./local/validate-ipam.ts";
import { createSwarmNetwork, namedLike } from "./swarm/create.ts";
import { removeSwarmNetwork } from "./swarm/remove.ts";

const PREDEFINED = ["bridge", "host", "none", "default"];

/** Networks that a host can see: its own, and the swarm's as far as its role goes. */
export interface NetworkView {
  readonly state: State;
  readonly host: Host;
  readonly profile: EngineProfile;
}

function clusterOf({ state, host }: NetworkView): Cluster | undefined {
  return host.Swarm && state.swarms[host.Swarm.ClusterID];
}

/** Swarm networks that a host lists: all on a manager, on a worker those that have something on it. Hidden ones never. */
function swarmNetworks(view: NetworkView): StoredNetwork[] {
  const cluster = clusterOf(view);
  if (!cluster) return [];
  const visible = Object.values(cluster.Networks).filter((network) => !network.Predefined);
  return isManager(view.state, view.host) ? visible : visible.filter((network) => view.host.Overlays[network.ID]);
}

/** The local networks of a host; what it has of the swarm's node-local ones is the swarm's on a manager. */
function localNetworks({ state, host }: NetworkView): LocalNetwork[] {
  const manages = isManager(state, host);
  return Object.values(host.Networks).filter((network) => !(manages && isOfSwarm(network)));
}

function showSwarm(view: NetworkView, network: StoredNetwork, verbose: boolean, list = false): NetworkInspect {
  const here = list ? undefined : own(view.host.Networks, network.ID);
  if (here) return showLocal(view, here);
  const cluster = clusterOf(view) as Cluster;
  const local = view.host.Overlays[network.ID] && !list;
  const shape = local ? localShape(view.state, cluster, view.host, network, view.profile, verbose) : storeShape(network, view.profile);
  const status = view.profile.addressUse && !list ? { Status: statusOf(useOfSwarm(view, cluster, network, shape)) } : {};
  return forProfile({ ...shape, ...status }, view.profile);
}

/** The use of a swarm network's addresses: all that the allocator knows on a manager, what is on the host itself elsewhere. */
function useOfSwarm(view: NetworkView, cluster: Cluster, network: StoredNetwork, { Containers }: NetworkInspect): Record<string, SubnetUse> {
  if (isManager(view.state, view.host)) return addressBook({ leaderProfile: () => view.profile }, cluster).use(network.ID);
  const held = Object.values(Containers ?? {}).map(({ IPv4Address }) => addressOf(IPv4Address));
  return Object.fromEntries(
    (network.IPAMOptions?.Configs ?? []).map(({ Subnet = "", Range, Gateway }) => {
      const set = new AddressSet(Subnet, Range);
      for (const address of [...(Gateway ? [parseAddress(Gateway)] : []), ...held]) if (set.contains(address)) set.take(address);
      return [Subnet, useOf(set)];
    }),
  );
}

/** A swarm network in a list: as the managers have it, or as the host itself does, without what is on it. */
function listedSwarm(view: NetworkView, network: StoredNetwork, asked: boolean): NetworkInspect {
  const shown = showSwarm(view, network, false, asked);
  return shown.Containers ? { ...shown, Containers: {} } : shown;
}

/** All networks of a host that pass the filters (`GET /networks`). */
export function listNetworks(view: NetworkView, filters: Filters): NetworkInspect[] {
  const local = localNetworks(view).map((network) => forProfile(localListed(network), view.profile));
  const swarm = swarmNetworks(view)
    .filter((network) => isListed(view, network, filters))
    .map((network) => listedSwarm(view, network, isAsked(view, network, filters)));
  const listed = filterNetworks([...swarm, ...local], filters, view.profile.filtersByUse ? (network) => isUsed(view, network) : undefined);
  return view.profile.addressUse ? listed.map(({ Containers: _containers, ...network }) => network) : listed;
}

/** Whether a network has endpoints on this host; the swarm's own view of a network has none. */
function isUsed({ host }: NetworkView, { Id, Scope }: NetworkInspect): boolean {
  return Scope === "swarm" ? host.Overlays[Id] !== undefined : Object.keys(endpointsOn(host, Id)).length > 0;
}

/** A local network as inspect shows it, with the use of its addresses where the version has that. */
function showLocal({ host, profile }: NetworkView, network: LocalNetwork): NetworkInspect {
  const shown = localInspect(host, network);
  if (!profile.addressUse) return forProfile(shown, profile);
  const subnets = network.ConfigOnly ? [] : network.Pools.map((pool) => [pool.Subnet, useOf(localAddresses(host, pool))] as const);
  const IPAM = profile.chosenGateways ? { ...shown.IPAM, Config: network.ConfigOnly ? null : withGateways(shown.IPAM.Config, network.Pools) } : shown.IPAM;
  return forProfile({ ...shown, IPAM, Status: statusOf(Object.fromEntries(subnets)) }, profile);
}

/** Addresses as they were asked for, each with the gateway that was chosen for it. */
function withGateways(config: NetworkInspect["IPAM"]["Config"], pools: readonly LocalPool[]): NetworkInspect["IPAM"]["Config"] {
  return (
    config?.map(({ Subnet, IPRange, Gateway, ...rest }) => {
      const chosen = Gateway ?? pools.find((pool) => pool.Subnet === Subnet)?.Gateway;
      return { ...(Subnet && { Subnet }), ...(IPRange && { IPRange }), ...(chosen && { Gateway: chosen }), ...rest };
    }) ?? null
  );
}

/**
 * Whether a swarm network is listed under name and id filters. The swarm's managers take names as they are and IDs by their
 * start; what is on the host itself is found by patterns, like local networks.
 */
function isListed(view: NetworkView, network: StoredNetwork, filters: Filters): boolean {
  return view.host.Overlays[network.ID] !== undefined || !isManager(view.state, view.host) || isAsked(view, network, filters);
}

/** Whether the swarm's managers are who names a network in a list; what they do not name is shown as the host itself has it. */
function isAsked(view: NetworkView, network: StoredNetwork, filters: Filters): boolean {
  if (!isManager(view.state, view.host)) return true;
  if (view.profile.filtersByUse) return anyOf(filters.name, (name) => matches(name, network.Spec.Name)) && anyOf(filters.id, (id) => matches(id, network.ID));
  return anyOf(filters.name, (name) => network.Spec.Name === name) && anyOf(filters.id, (id) => network.ID.startsWith(id));
}

/** A network that a reference may mean: a local one, or one of the swarm. */
export type Found = { readonly local: LocalNetwork } | { readonly swarm: StoredNetwork };

const idOf = (found: Found): string => ("local" in found ? found.local.Id : found.swarm.ID);
const nameOf = (found: Found): string => ("local" in found ? found.local.Name : found.swarm.Spec.Name);

function all(view: NetworkView, scope: string | undefined): Found[] {
  const local: Found[] = localNetworks(view).map((network) => ({ local: network }));
  const swarm: Found[] = swarmNetworks(view).map((network) => ({ swarm: network }));
  return [...(scope === undefined || scope === "local" ? local : []), ...(scope === undefined || scope === "swarm" ? swarm : [])];
}

/**
 * Whether a swarm network is not found by its name: one that could not be allocated, and beside such a one all that are not on this host
 * (Engine 29.0 to 29.7, mended in moby 1b7bdd064c).
 */
function hides(view: NetworkView, found: Found, ref: string): boolean {
  if (!view.profile.unallocatedHides || "local" in found || found.swarm.Spec.Name !== ref) return false;
  const open = Object.values(clusterOf(view)?.Networks ?? {}).some((network) => !network.Predefined && !isAllocated(network));
  return open && (!isAllocated(found.swarm) || view.host.Overlays[found.swarm.ID] === undefined);
}

/** Network of a reference for inspect: full ID, the swarm's own unique ID prefix, exact name, ID prefix; several matches are ambiguous. */
export function findNetwork(
  view: NetworkView,
  ref: string,
  scope?: string,
  ambiguous: "network-ambiguous" | "network-remove-ambiguous" = "network-ambiguous",
): Found {
  const candidates = all(view, scope).filter((found) => ambiguous === "network-remove-ambiguous" || !hides(view, found, ref));
  const exact = candidates.find((found) => idOf(found) === ref);
  if (exact) return exact;
  const named = candidates.filter((found) => nameOf(found) === ref);
  if (named.length === 1) return named[0] as Found;
  if (named.length > 1) throw failure(ambiguous, { ref, count: named.length, by: "name" });
  const prefixed = candidates.filter((found) => idOf(found).startsWith(ref));
  if (prefixed.length === 1) return prefixed[0] as Found;
  if (prefixed.length > 1) throw failure(ambiguous, { ref, count: prefixed.length, by: "ID prefix" });
  throw failure("network-not-found", { ref });
}

/** Answer of `GET /networks/{id}`. With scope "swarm" a service's lookup finds the hidden networks of the swarm, too. */
export function inspectNetwork(view: NetworkView, ref: string, options: { verbose?: boolean; scope?: string }): NetworkInspect {
  const cluster = clusterOf(view);
  if (options.scope === "swarm" && cluster && isManager(view.state, view.host)) {
    const hidden = Object.values(cluster.Networks).find((network) => network.Predefined && (network.Spec.Name === ref || network.ID === ref));
    if (hidden) return showSwarm(view, hidden, false);
  }
  const found = findNetwork(view, ref, options.scope);
  if ("local" in found) return showLocal(view, found.local);
  return showSwarm(view, found.swarm, options.verbose ?? false);
}

function wantsSwarm(body: NetworkCreateRequest): boolean {
  return !body.ConfigOnly && (body.Driver === "overlay" || body.Scope === "swarm");
}

/** Creates a network on this host or in its swarm (`POST /networks/create`), with the checks in the Engine's order. */
export function createNetwork(tx: Tx, request: NetworkCreateRequest): { response: NetworkCreateResponse; swarm: boolean } {
  const cluster = tx.cluster();
  const manages = isManager(tx.state, tx.host);
  if (manages && cluster && namedLike(tx, cluster, request.Name) === request.Name) throw failure("network-exists", { name: request.Name });
  if (PREDEFINED.includes(request.Name)) throw failure("network-predefined", { name: request.Name });
  if (request.Driver === "overlay" && !manages && (tx.profile.overlaysAskManagers || !cluster)) throw failure("network-not-manager");
  const body = withFamilies(request);
  if (tx.profile.validatesIPAM) validateIPAM(body);
  if (body.Name.trim() === "" && tx.profile.validatesIPAM) throw failure("network-name-empty");
  if (Object.values(tx.host.Networks).some((network) => network.Name === body.Name)) throw failure("network-exists", { name: body.Name });
  checkNetwork(tx.host, body, tx.profile.checksSwarmConfigFrom || !wantsSwarm(body));
  if (!wantsSwarm(body)) return { response: { Id: createLocalNetwork(tx.host, body, tx).Id, Warning: "" }, swarm: false };
  if (!manages) throw failure(cluster ? "network-worker-multi-host" : "network-swarm-scope-inactive");
  if (body.EnableIPv4 === false) throw failure("network-swarm-ipv4");
  // The swarm stores the request as it came: families are what its fields say.
  return { response: { Id: createSwarmNetwork(tx, tx.manager(), request).ID, Warning: "" }, swarm: true };
}

/** Removes a network (`DELETE /networks/{id}`); true when it was the swarm's. */
export function removeNetwork(tx: Tx, ref: string): boolean {
  const view = { state: tx.state, host: tx.host, profile: tx.profile };
  const found = findNetwork(view, ref, undefined, "network-remove-ambiguous");
  if ("local" in found) {
    removeLocalNetwork(tx.host, found.local);
    return false;
  }
  removeSwarmNetwork(tx, tx.manager(), found.swarm);
  return true;
}
