import { type Filters, failure, type NetworkCreateRequest, type NetworkCreateResponse, type NetworkInspect } from "../../api/index.ts";
import type { Cluster, Host, LocalNetwork, State, StoredNetwork } from "../../store/schema.ts";
import { forProfile, localShape, storeShape } from "../convert/network.ts";
import { anyOf } from "../filters.ts";
import type { EngineProfile } from "../profiles.ts";
import { isManager, type Tx } from "../tx.ts";
import { checkNetwork, createLocalNetwork } from "./local/create.ts";
import { filterNetworks } from "./local/filters.ts";
import { localInspect, localListed } from "./local/inspect.ts";
import { withFamilies } from "./local/options.ts";
import { removeLocalNetwork } from "./local/remove.ts";
import { validateIPAM } from "./local/validate-ipam.ts";
import { createSwarmNetwork, namedLike } from "./swarm/create.ts";
import { removeSwarmNetwork } from "./swarm/remove.ts";

const PREDEFINED = ["bridge", "host", "none", "default"];

/** What a host can see of networks: its own, and the swarm's as far as its role goes. */
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

function showSwarm(view: NetworkView, network: StoredNetwork, verbose: boolean, list = false): NetworkInspect {
  const cluster = clusterOf(view) as Cluster;
  const local = view.host.Overlays[network.ID] && !list;
  return forProfile(local ? localShape(view.state, cluster, view.host, network, view.profile, verbose) : storeShape(network, view.profile), view.profile);
}

/** A swarm network in a list: as the managers have it, or as the host itself does, without what is on it. */
function listedSwarm(view: NetworkView, network: StoredNetwork, asked: boolean): NetworkInspect {
  const shown = showSwarm(view, network, false, asked);
  return shown.Containers ? { ...shown, Containers: {} } : shown;
}

/** All networks of a host that pass the filters (`GET /networks`). */
export function listNetworks(view: NetworkView, filters: Filters): NetworkInspect[] {
  const local = Object.values(view.host.Networks).map((network) => forProfile(localListed(network), view.profile));
  const swarm = swarmNetworks(view)
    .filter((network) => isListed(view, network, filters))
    .map((network) => listedSwarm(view, network, isAsked(view, network, filters)));
  return filterNetworks([...swarm, ...local], filters);
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
  return anyOf(filters.name, (name) => network.Spec.Name === name) && anyOf(filters.id, (id) => network.ID.startsWith(id));
}

/** A network that a reference may mean: a local one, or one of the swarm. */
export type Found = { readonly local: LocalNetwork } | { readonly swarm: StoredNetwork };

const idOf = (found: Found): string => ("local" in found ? found.local.Id : found.swarm.ID);
const nameOf = (found: Found): string => ("local" in found ? found.local.Name : found.swarm.Spec.Name);

function all(view: NetworkView, scope: string | undefined): Found[] {
  const local: Found[] = Object.values(view.host.Networks).map((network) => ({ local: network }));
  const swarm: Found[] = swarmNetworks(view).map((network) => ({ swarm: network }));
  return [...(scope === undefined || scope === "local" ? local : []), ...(scope === undefined || scope === "swarm" ? swarm : [])];
}

/** Network of a reference for inspect: full ID, the swarm's own unique ID prefix, exact name, ID prefix; several matches are ambiguous. */
export function findNetwork(
  view: NetworkView,
  ref: string,
  scope?: string,
  ambiguous: "network-ambiguous" | "network-remove-ambiguous" = "network-ambiguous",
): Found {
  const candidates = all(view, scope);
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
  if ("local" in found) return forProfile(localInspect(view.host, found.local), view.profile);
  return showSwarm(view, found.swarm, options.verbose ?? false);
}

function wantsSwarm(body: NetworkCreateRequest): boolean {
  return !body.ConfigOnly && (body.Driver === "overlay" || body.Scope === "swarm");
}

/** Creates a network on this host or in its swarm (`POST /networks/create`), with the checks in the Engine's order. */
export function createNetwork(tx: Tx, wish: NetworkCreateRequest): { response: NetworkCreateResponse; swarm: boolean } {
  const cluster = tx.cluster();
  const manages = isManager(tx.state, tx.host);
  if (manages && cluster && namedLike(tx, cluster, wish.Name) === wish.Name) throw failure("network-exists", { name: wish.Name });
  if (PREDEFINED.includes(wish.Name)) throw failure("network-predefined", { name: wish.Name });
  if (wish.Driver === "overlay" && !manages) throw failure("network-not-manager");
  const body = withFamilies(wish);
  validateIPAM(body);
  if (body.Name.trim() === "") throw failure("network-name-empty");
  if (Object.values(tx.host.Networks).some((network) => network.Name === body.Name)) throw failure("network-exists", { name: body.Name });
  checkNetwork(tx.host, body);
  if (!wantsSwarm(body)) return { response: { Id: createLocalNetwork(tx.host, body, tx).Id, Warning: "" }, swarm: false };
  if (!manages) throw failure(cluster ? "network-worker-multi-host" : "network-swarm-scope-inactive");
  if (body.EnableIPv4 === false) throw failure("network-swarm-ipv4");
  // The swarm stores the request as it came: families are what its fields say.
  return { response: { Id: createSwarmNetwork(tx, tx.manager(), wish).ID, Warning: "" }, swarm: true };
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
