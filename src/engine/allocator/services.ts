import type { Endpoint, EndpointVirtualIP, NetworkAttachmentConfig, Service, ServiceSpec } from "../../api/index.ts";
import type { Cluster, StoredNetwork } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import type { Tx } from "../tx.ts";
import { isAllocated, isNodeLocal } from "./networks.ts";
import type { AddressBook } from "./pools.ts";
import { allocatePorts } from "./ports.ts";

/** Networks that a spec names: those of the task template, else the old place of the list. */
export function networksOf(spec: ServiceSpec): NetworkAttachmentConfig[] {
  const networks = spec.TaskTemplate.Networks ?? [];
  return networks.length > 0 ? networks : (spec.Networks ?? []);
}

/** Whether a spec publishes a port through the routing mesh. */
export function needsIngress(spec: ServiceSpec): boolean {
  return spec.EndpointSpec?.Mode !== "dnsrr" && (spec.EndpointSpec?.Ports ?? []).some((port) => (port.PublishMode ?? "ingress") === "ingress");
}

/** The ingress network of a swarm, if it has one. */
export function ingressOf(cluster: Cluster): StoredNetwork | undefined {
  return Object.values(cluster.Networks).find((network) => network.Spec.Ingress);
}

/** Networks on which a service is to have a virtual IP: ingress first where a port needs it. */
function requestedVips(cluster: Cluster, service: Service): string[] | undefined {
  if (service.Spec.EndpointSpec?.Mode === "dnsrr") return [];
  const ingress = needsIngress(service.Spec) ? ingressOf(cluster) : undefined;
  if (needsIngress(service.Spec) && !ingress) return undefined;
  return [...(ingress ? [ingress.ID] : []), ...networksOf(service.Spec).map((network) => network.Target as string)];
}

/** Whether the allocator has nothing to do for a service. */
export function isServiceAllocated(cluster: Cluster, service: Service): boolean {
  const requested = requestedVips(cluster, service);
  if (!requested) return true;
  const had = (service.Endpoint.VirtualIPs ?? []).map((vip) => vip.NetworkID as string);
  const requestsPorts = (service.Spec.EndpointSpec?.Ports ?? []).length > 0 || (service.Endpoint.Ports ?? []).length > 0;
  if (requested.length !== had.length || requested.some((id) => !had.includes(id))) return false;
  return requestsPorts || had.length > 0 ? sameJson(service.Endpoint.Spec, service.Spec.EndpointSpec ?? {}) : true;
}

/**
 * Gives a service its ports and virtual IPs. Addresses it has are kept in their order, those of networks it left are
 * given back, new ones come after. False, and nothing changed, when an address, a port or a network is not to be had.
 */
export function allocateService(tx: Tx, cluster: Cluster, book: AddressBook, service: Service): boolean {
  const requested = requestedVips(cluster, service);
  const ports = allocatePorts(cluster, service);
  if (!requested || !ports) return false;
  const left = [...requested];
  const kept = (service.Endpoint.VirtualIPs ?? []).filter((vip) => {
    const at = left.indexOf(vip.NetworkID as string);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  const gone = (service.Endpoint.VirtualIPs ?? []).filter((vip) => !kept.includes(vip));
  const fresh: EndpointVirtualIP[] = [];
  for (const id of left) {
    const vip = newVip(cluster, book, id);
    if (!vip) {
      for (const made of fresh) book.release(made.NetworkID as string, made.Addr);
      return false;
    }
    fresh.push(vip);
  }
  for (const vip of gone) book.release(vip.NetworkID as string, vip.Addr);
  const vips = [...kept, ...fresh];
  const endpoint: Endpoint = {
    Spec: structuredClone(service.Spec.EndpointSpec ?? {}),
    ...(ports.length > 0 && { Ports: ports }),
    ...(vips.length > 0 && { VirtualIPs: vips }),
  };
  service.Endpoint = endpoint;
  tx.touch(cluster, service);
  return true;
}

function newVip(cluster: Cluster, book: AddressBook, networkId: string): EndpointVirtualIP | undefined {
  const network = cluster.Networks[networkId];
  if (!network || !isAllocated(network)) return undefined;
  if (isNodeLocal(network)) return { NetworkID: networkId };
  const address = book.take(networkId);
  return address === undefined ? undefined : { NetworkID: networkId, Addr: address };
}
