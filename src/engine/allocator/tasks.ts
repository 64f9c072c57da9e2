import type { NetworkAttachment } from "../../api/index.ts";
import { networkSnapshot } from "../../store/derived.ts";
import type { Cluster, StoredNetwork, StoredTask } from "../../store/schema.ts";
import type { Tx } from "../tx.ts";
import { isAllocated, isNodeLocal } from "./networks.ts";
import type { AddressBook } from "./pools.ts";
import { ingressOf, isServiceAllocated, needsIngress, networksOf } from "./services.ts";

/** Networks that a task joins: ingress first where its service publishes there, then those of its spec. */
function requested(cluster: Cluster, task: StoredTask): StoredNetwork[] | undefined {
  const service = cluster.Services[task.ServiceID ?? ""];
  const ids = service ? networksOf({ ...service.Spec, TaskTemplate: task.Spec }).map((network) => network.Target as string) : [];
  const ingress = service && needsIngress(service.Spec) ? ingressOf(cluster) : undefined;
  const networks = [...(ingress ? [ingress.ID] : []), ...ids].map((id) => cluster.Networks[id]);
  return networks.every((network) => network && isAllocated(network)) ? (networks as StoredNetwork[]) : undefined;
}

/**
 * Takes a new task to pending with an address on each of its networks. False, and nothing changed, while its service or
 * a network is not allocated, or a subnet has no address left: the task then stays new, without an error.
 */
export function allocateTask(tx: Tx, cluster: Cluster, book: AddressBook, task: StoredTask): boolean {
  const service = cluster.Services[task.ServiceID ?? ""];
  if (service && !isServiceAllocated(cluster, service)) return false;
  const networks = requested(cluster, task);
  if (!networks) return false;
  const attachments: NetworkAttachment[] = [];
  for (const network of networks) {
    const address = isNodeLocal(network) ? undefined : book.take(network.ID);
    if (!address && !isNodeLocal(network)) {
      for (const made of attachments) book.release(made.Network.ID, made.Addresses?.[0]);
      return false;
    }
    attachments.push({ Network: networkSnapshot(network), ...(address && { Addresses: [address] }) });
  }
  if (attachments.length > 0) task.NetworksAttachments = attachments;
  task.Status = { Timestamp: tx.now(), State: "pending", Message: "pending task scheduling", PortStatus: {} };
  tx.touch(cluster, task);
  return true;
}

/** Gives back the addresses of a task that has ended; the task goes on showing them. */
export function releaseTask(book: AddressBook, task: StoredTask): void {
  for (const at of task.NetworksAttachments ?? []) for (const address of at.Addresses ?? []) book.release(at.Network.ID, address);
}
