import { failure } from "../../api/index.ts";
import { networkSnapshot } from "../../store/derived.ts";
import type { Cluster, Host, StoredTask } from "../../store/schema.ts";
import { addTask } from "../../store/swarm-tasks.ts";
import { type Address, formatAddress, parseAddress } from "../../values/cidr.ts";
import { own } from "../../values/own.ts";
import { materialise, materialiseLocal } from "../agent/overlays.ts";
import { isNodeLocal } from "../allocator/networks.ts";
import { allocateNodes } from "../allocator/nodes.ts";
import { addressBook } from "../allocator/pools.ts";
import { AddressSet } from "../ipam/address-set.ts";
import { lookup } from "../names.ts";
import type { Tx } from "../tx.ts";
import type { SwarmAttach } from "./attach.ts";

function ambiguous(ref: string): (count: number) => never {
  return (count) => {
    throw failure("network-ambiguous", { ref, count, by: "ID prefix" });
  };
}

/** Attachment of containers to the attachable overlays of the swarm that this host is in; outside a swarm there are none. */
export function swarmAttach(tx: Tx): SwarmAttach {
  const cluster = tx.cluster();
  const find = (ref: string): Cluster["Networks"][string] | undefined =>
    cluster && lookup(Object.fromEntries(Object.entries(cluster.Networks).filter(([, one]) => !one.Predefined)), ref, (one) => one.Spec.Name, ambiguous(ref));
  return {
    find: (ref) => {
      const network = find(ref);
      return network && { id: network.ID, name: network.Spec.Name };
    },
    nodeLocal: (ref) => {
      const network = find(ref);
      if (!network || !isNodeLocal(network)) return undefined;
      if (!network.Spec.Attachable) throw failure("container-not-attachable", { network: network.Spec.Name });
      materialiseLocal(tx, tx.host, network);
      return network.Spec.Name;
    },
    attach: (ref, containerId, request) => {
      const network = find(ref);
      if (!cluster) throw failure("network-not-found", { ref });
      if (!network) throw failure("container-attach-missing", { network: ref });
      if (!network.Spec.Attachable) throw failure("container-not-attachable", { network: network.Spec.Name });
      const book = addressBook(tx, cluster);
      const address = book.take(network.ID, request.IPAMConfig?.IPv4Address);
      if (!address) throw failure("container-attach-timeout");
      const task = attachmentTask(tx, cluster, containerId);
      task.NetworksAttachments = [{ Network: networkSnapshot(network), Addresses: [address] }];
      materialise(tx, cluster, tx.host, network);
      allocateNodes(tx, cluster, book);
      return { taskId: task.ID, networkId: network.ID, name: network.Spec.Name, address };
    },
    attachHere: (ref, requested) => {
      const network = find(ref);
      const { Subnet, Gateway } = network?.IPAMOptions?.Configs?.[0] ?? {};
      if (!cluster || !network || !Subnet || own(tx.host.Overlays, network.ID) === undefined) return undefined;
      const taken = new AddressSet(Subnet, undefined);
      if (Gateway) taken.take(parseAddress(Gateway));
      for (const address of knownHere(tx.host, cluster, network.ID)) taken.take(parseAddress(address.split("/")[0] as string));
      if (requested && !taken.take(parseAddress(requested))) throw failure("container-address-taken");
      const lowest = requested ? undefined : taken.takeLowest();
      if (!requested && lowest === undefined) throw failure("network-addresses-exhausted", { version: 4, name: network.Spec.Name, id: network.ID });
      const address = requested ?? formatAddress(lowest as Address);
      return { networkId: network.ID, name: network.Spec.Name, address: `${address}/${Subnet.split("/")[1]}` };
    },
    detach: (taskId) => {
      delete cluster?.Tasks[taskId];
    },
  };
}

/** Addresses on a network that a host knows of: its containers' and its load balancer's. */
function knownHere(host: Host, cluster: Cluster, networkId: string): string[] {
  const endpoints = Object.values(host.Containers).flatMap(({ Endpoints }) => Object.values(Endpoints));
  const balancer = cluster.Nodes[host.Swarm?.NodeID ?? ""]?.LoadBalancers[networkId];
  return [...endpoints.filter((one) => one.NetworkID === networkId && one.IPv4).map(({ IPv4 }) => IPv4), ...(balancer ? [balancer] : [])];
}

/** The task that stands for a container's attachment in the swarm. */
function attachmentTask(tx: Tx, cluster: Cluster, containerId: string): StoredTask {
  const { Version, CreatedAt, UpdatedAt } = tx.meta(cluster);
  const task: StoredTask = {
    ID: tx.id(),
    Version,
    CreatedAt,
    UpdatedAt,
    Labels: {},
    Spec: { NetworkAttachmentSpec: { ContainerID: containerId }, ForceUpdate: 0, Runtime: "attachment" },
    NodeID: tx.host.Swarm?.NodeID,
    Status: { Timestamp: CreatedAt, State: "running", Message: "started", PortStatus: {} },
    DesiredState: "running",
    Volumes: null,
  };
  addTask(cluster, task);
  return task;
}
