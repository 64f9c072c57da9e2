import { DryswarmError, type Mount, reworded } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import { overlayEndpoint, taskContainer } from "../../store/derived.ts";
import { addContainer } from "../../store/packed-state.ts";
import type { Cluster, Host, StoredContainer, StoredTask } from "../../store/schema.ts";
import { isNodeLocal } from "../allocator/networks.ts";
import { attachLocal, detachLocal } from "../containers/endpoints.ts";
import type { Tx } from "../tx.ts";
import { expandedSpec } from "./expand.ts";
import { materialise, materialiseLocal } from "./overlays.ts";

/**
 * Makes and starts the container of a task on its host, with an endpoint on each network; gives its ID, and why it could not start: no
 * network of the host has an address for it.
 */
export function startTaskContainer(tx: Tx, cluster: Cluster, host: Host, task: StoredTask): { readonly id: string; readonly problem?: string } {
  const id = tx.hex();
  const now = tx.now();
  const spec = expandedSpec(cluster, task);
  const container = taskContainer({ ...task, Spec: { ...task.Spec, ContainerSpec: spec } }, id, now);
  mountVolumes(host, container, spec.Mounts ?? [], now);
  addContainer(host, container);
  task.ContainerID = id;
  try {
    connect(tx, cluster, host, task, container);
    return { id };
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
    for (const name of Object.keys(container.Endpoints)) detachLocal(tx, host, container, name);
    Object.assign(container, { State: "created", StartedAt: container.FinishedAt });
    const what = tx.profileOf(host).namesNetworkingFailures ? "failed to set up container networking: " : "";
    return { id, problem: `starting container failed: ${what}${reworded(error, tx.profileOf(host).messages).message}` };
  }
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
  if (volumes.length > 0) {
    markHost(host);
    container.Volumes = volumes.map((mount) => mount.Source as string);
    container.MountPoints = volumes.map(({ Target = "", ReadOnly = false }) => ({ Destination: Target, ReadOnly }));
  }
}

function connect(tx: Tx, cluster: Cluster, host: Host, task: StoredTask, container: StoredContainer): void {
  const attachments = task.NetworksAttachments ?? [];
  if (attachments.length === 0) attachLocal(tx, host, container, "bridge", {});
  for (const { Network, Addresses } of attachments) {
    const network = cluster.Networks[Network.ID];
    if (!network) continue;
    if (isNodeLocal(network)) {
      container.HostConfig.NetworkMode = network.Spec.Name;
      if (!network.Predefined) materialiseLocal(tx, host, network);
      attachLocal(tx, host, container, network.Spec.Name, {});
      continue;
    }
    materialise(tx, cluster, host, network);
    container.Endpoints[network.Spec.Name] = overlayEndpoint(network.ID, tx.hex(), Addresses?.[0] ?? "");
  }
}

/** Stops the container of a task; it stays as an exited one until the task is dropped. The overlays it was on stay (see dematerialise). */
export function stopTaskContainer(tx: Tx, host: Host, task: StoredTask, exit: number): void {
  const container = host.Containers[task.ContainerID ?? ""];
  if (!container) return;
  container.State = "exited";
  container.ExitCode = exit;
  container.FinishedAt = tx.now();
  for (const name of Object.keys(container.Endpoints)) detachLocal(tx, host, container, name);
  container.Endpoints = {};
}

/** Removes the container of a task. The overlays it was on stay (see dematerialise). */
export function removeTaskContainer(tx: Tx, host: Host, task: StoredTask): void {
  const container = host.Containers[task.ContainerID ?? ""];
  if (!container) return;
  for (const name of Object.keys(container.Endpoints)) detachLocal(tx, host, container, name);
  delete host.Containers[container.Id];
}
