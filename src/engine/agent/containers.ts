import type { Mount } from "../../api/index.ts";
import type { Cluster, Host, StoredContainer, StoredEndpoint, StoredTask } from "../../store/schema.ts";
import { isNodeLocal } from "../allocator/networks.ts";
import { attachLocal, detachLocal } from "../containers/endpoints.ts";
import { overlayMac } from "../ipam/mac.ts";
import type { Tx } from "../tx.ts";
import { dematerialise, materialise } from "./overlays.ts";

/** Name of a task's container: service.slot.task, or service.node.task where tasks have no slots. */
export function taskName(task: StoredTask): string {
  return `${task.ServiceName ?? ""}.${task.Slot ?? task.NodeID ?? ""}.${task.ID}`;
}

function labels(task: StoredTask): Record<string, string> {
  const name = taskName(task);
  return {
    "com.docker.swarm.node.id": task.NodeID ?? "",
    "com.docker.swarm.service.id": task.ServiceID ?? "",
    "com.docker.swarm.service.name": task.ServiceName ?? "",
    "com.docker.swarm.task": "",
    "com.docker.swarm.task.id": task.ID,
    "com.docker.swarm.task.name": name,
    ...task.Spec.ContainerSpec?.Labels,
  };
}

/** Makes and starts the container of a task on its host, with an endpoint on each network; gives its ID. */
export function startTaskContainer(tx: Tx, cluster: Cluster, host: Host, task: StoredTask): string {
  const spec = task.Spec.ContainerSpec ?? {};
  const id = tx.hex();
  const now = tx.now();
  const command = [...(spec.Command ?? []), ...(spec.Args ?? [])];
  const container: StoredContainer = {
    Id: id,
    Name: taskName(task),
    Created: now,
    Image: spec.Image ?? "",
    Cmd: command.length > 0 ? command : null,
    Env: spec.Env ?? null,
    Labels: labels(task),
    Hostname: spec.Hostname ?? id.slice(0, 12),
    HostConfig: { NetworkMode: "default" },
    State: "running",
    StartedAt: now,
    FinishedAt: "0001-01-01T00:00:00Z",
    ExitCode: 0,
    TaskID: task.ID,
    Endpoints: {},
  };
  mountVolumes(host, container, spec.Mounts ?? [], now);
  host.Containers[id] = container;
  task.ContainerID = id;
  connect(tx, cluster, host, task, container);
  return id;
}

/** Notes the named volumes of a container; those that the host lacks are made, and stay when the container goes. */
function mountVolumes(host: Host, container: StoredContainer, mounts: readonly Mount[], now: string): void {
  const volumes = mounts.filter((mount) => mount.Type === "volume" && mount.Source);
  for (const { Source = "", VolumeOptions: options } of volumes)
    host.Volumes[Source] ??= {
      CreatedAt: now.replace(/\.\d+Z$/, "Z"),
      Driver: options?.DriverConfig?.Name || "local",
      Labels: options?.Labels ?? null,
      Options: options?.DriverConfig?.Options ?? null,
    };
  if (volumes.length > 0) container.Volumes = volumes.map((mount) => mount.Source as string);
}

function connect(tx: Tx, cluster: Cluster, host: Host, task: StoredTask, container: StoredContainer): void {
  const attachments = task.NetworksAttachments ?? [];
  if (attachments.length === 0) attachLocal(host, container, "bridge", {}, tx);
  for (const { Network, Addresses } of attachments) {
    const network = cluster.Networks[Network.ID];
    if (!network) continue;
    if (isNodeLocal(network)) {
      container.HostConfig.NetworkMode = network.Spec.Name;
      attachLocal(host, container, network.Spec.Name, {}, tx);
      continue;
    }
    materialise(tx, cluster, host, network);
    container.Endpoints[network.Spec.Name] = overlayEndpoint(tx, network.ID, Addresses?.[0] ?? "");
  }
}

/** An endpoint on an overlay: its MAC follows from its address. */
export function overlayEndpoint(tx: Tx, networkId: string, cidr: string): StoredEndpoint {
  return {
    NetworkID: networkId,
    EndpointID: tx.hex(),
    MacAddress: overlayMac(cidr.split("/")[0] ?? ""),
    IPv4: cidr,
    IPv6: "",
    Gateway: "",
    IPv6Gateway: "",
    Request: {},
  };
}

/** Stops the container of a task; it stays as an exited one until the task is dropped. */
export function stopTaskContainer(tx: Tx, host: Host, task: StoredTask, exit: number): void {
  const container = host.Containers[task.ContainerID ?? ""];
  if (!container) return;
  container.State = "exited";
  container.ExitCode = exit;
  container.FinishedAt = tx.now();
  for (const name of Object.keys(container.Endpoints)) detachLocal(container, name);
  container.Endpoints = {};
  dematerialise(host);
}

/** Removes the container of a task with all that is on its networks. */
export function removeTaskContainer(host: Host, task: StoredTask): void {
  const container = host.Containers[task.ContainerID ?? ""];
  if (!container) return;
  for (const name of Object.keys(container.Endpoints)) detachLocal(container, name);
  delete host.Containers[container.Id];
  dematerialise(host);
}
