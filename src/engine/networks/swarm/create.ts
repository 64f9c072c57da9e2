import { failure, type IPAMConfig, type NetworkCreateRequest, type SwarmNetwork } from "../../../api/index.ts";
import { markMember } from "../../../store/changes.ts";
import type { Cluster, StoredNetwork } from "../../../store/schema.ts";
import { holds, parseCidr, tryParseAddress } from "../../../values/cidr.ts";
import { ingressOf } from "../../allocator/services.ts";
import { validateName } from "../../names.ts";
import type { Tx } from "../../tx.ts";

const PREDEFINED_LABEL = "com.docker.swarm.predefined";

/** Checks of swarmkit on a network before it is stored. */
function validate(cluster: Cluster, body: NetworkCreateRequest): void {
  validateName(body.Name);
  if (body.Ingress) {
    if (body.Attachable) throw failure("network-ingress-attachable");
    const ingress = ingressOf(cluster);
    if (ingress) throw failure("network-ingress-present", { id: ingress.ID });
  }
  if (body.Labels && PREDEFINED_LABEL in body.Labels) throw failure("network-predefined-label", { label: PREDEFINED_LABEL });
  if (!body.Driver) throw failure("network-swarm-no-driver");
  if (body.Driver === "null") throw failure("network-swarm-ipam-driver", { driver: body.Driver });
  const driver = body.IPAM?.Driver ?? "";
  if (driver !== "" && driver !== "default") throw failure("network-swarm-ipam-driver", { driver });
  for (const config of body.IPAM?.Config ?? []) validateConfig(config);
}

/** Refuses a range or gateway outside of its subnet; those of another family come this far. */
function validateConfig({ Subnet: subnet = "", IPRange, Gateway }: IPAMConfig): void {
  const block = parseCidr(subnet);
  const range = IPRange ? parseCidr(IPRange) : undefined;
  const gateway = Gateway ? tryParseAddress(Gateway) : undefined;
  if (block && range && (range.bits !== block.bits || !holds(block, range.base)))
    throw failure("network-swarm-ipam", { subnet, what: "range", value: IPRange as string });
  if (block && gateway !== undefined && (typeof gateway !== typeof block.base || !holds(block, gateway)))
    throw failure("network-swarm-ipam", { subnet, what: "gateway", value: Gateway as string });
}

/** The request as swarmkit stores it; `--aux-address` is not kept. */
function specOf(body: NetworkCreateRequest): SwarmNetwork["Spec"] {
  const options = body.Options && Object.keys(body.Options).length > 0 ? body.Options : undefined;
  const configs = (body.IPAM?.Config ?? []).map(({ Subnet, IPRange, Gateway }) => ({
    Subnet,
    ...(IPRange && { Range: IPRange }),
    ...(Gateway && { Gateway }),
  }));
  const ipamOptions = body.IPAM?.Options && Object.keys(body.IPAM.Options).length > 0 ? body.IPAM.Options : undefined;
  return {
    Name: body.Name,
    Labels: body.Labels && Object.keys(body.Labels).length > 0 ? body.Labels : null,
    DriverConfiguration: { ...(body.Driver && { Name: body.Driver }), ...(options && { Options: options }) },
    ...(body.EnableIPv6 && { IPv6Enabled: true }),
    ...(body.Internal && { Internal: true }),
    ...(body.Attachable && { Attachable: true }),
    ...(body.Ingress && { Ingress: true }),
    IPAMOptions: {
      Driver: { Name: body.IPAM?.Driver || "default", ...(ipamOptions && { Options: ipamOptions }) },
      ...(configs.length > 0 && { Configs: configs }),
    },
    ...(body.ConfigFrom?.Network && { ConfigFrom: body.ConfigFrom }),
    Scope: "swarm",
  };
}

/**
 * Stores a new swarm network (`POST /networks/create` on a manager). It is allocated by the reconcile that follows; one that
 * cannot be is stored all the same, as on the real engine.
 */
export function createSwarmNetwork(tx: Tx, cluster: Cluster, body: NetworkCreateRequest): StoredNetwork {
  validate(cluster, body);
  if (namedLike(tx, cluster, body.Name) !== undefined) throw failure("network-swarm-name");
  return storeNetwork(tx, cluster, specOf(body));
}

/** The name of the swarm's network that has a name but for its case: there is one at the most. */
export function namedLike({ networkNames }: Tx, { Networks }: Cluster, name: string): string | undefined {
  const key = name.toLowerCase();
  return networkNames ? networkNames.get(key) : Object.values(Networks).find(({ Spec }) => Spec.Name.toLowerCase() === key)?.Spec.Name;
}

/** Puts a network into the swarm's store. */
export function storeNetwork(tx: Tx, cluster: Cluster, spec: SwarmNetwork["Spec"], predefined = false): StoredNetwork {
  const network: StoredNetwork = { ID: tx.id(), ...tx.meta(cluster), Spec: spec, ...(predefined && { Predefined: true }) };
  cluster.Networks[network.ID] = network;
  markMember(cluster, network);
  return network;
}

/** The networks that a new swarm has: ingress, and the hidden "bridge" and "host" of services on node-local networks. */
export function createFirstNetworks(tx: Tx, cluster: Cluster): void {
  storeNetwork(tx, cluster, { Name: "ingress", Labels: {}, DriverConfiguration: {}, Ingress: true, IPAMOptions: { Driver: {} }, Scope: "swarm" });
  for (const name of ["bridge", "host"])
    storeNetwork(tx, cluster, { Name: name, Labels: { [PREDEFINED_LABEL]: "true" }, DriverConfiguration: { Name: name }, Scope: "swarm" }, true);
}
