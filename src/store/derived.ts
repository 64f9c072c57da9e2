import type { SwarmNetwork } from "../api/index.ts";
import { overlayMac } from "../values/mac.ts";
import type { StoredContainer, StoredEndpoint, StoredNetwork, StoredTask } from "./schema.ts";

/**
 * What follows from a task and its networks: the agent makes containers by it, and the state file leaves out what it gives.
 * @module
 */

/** Name of a task's container: service.slot.task, or service.node.task where tasks have no slots. */
export function taskName({ ServiceName, Slot, NodeID, ID }: StoredTask): string {
  return `${ServiceName ?? ""}.${Slot ?? NodeID ?? ""}.${ID}`;
}

/** A process number that looks like one and follows from the task. */
export function processId({ ID }: Pick<StoredTask, "ID">): number {
  return 1000 + (Number.parseInt(ID.slice(0, 4), 36) % 30_000);
}

function labels(task: StoredTask, name: string): Record<string, string> {
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

/** The running container of a task as it is made, on no network yet. `id` has 64 hexadecimal characters, `created` is RFC 3339. */
export function taskContainer(task: StoredTask, id: string, created: string): StoredContainer {
  const spec = task.Spec.ContainerSpec ?? {};
  const command = [...(spec.Command ?? []), ...(spec.Args ?? [])];
  const name = taskName(task);
  return {
    Id: id,
    Name: name,
    Created: created,
    Image: spec.Image ?? "",
    Cmd: command.length > 0 ? command : null,
    Env: spec.Env ?? null,
    Labels: labels(task, name),
    Hostname: spec.Hostname ?? id.slice(0, 12),
    HostConfig: { NetworkMode: "default" },
    State: "running",
    StartedAt: created,
    FinishedAt: "0001-01-01T00:00:00Z",
    ExitCode: 0,
    TaskID: task.ID,
    Endpoints: {},
  };
}

/** An endpoint on an overlay, its address in CIDR: its MAC follows from its address. */
export function overlayEndpoint(networkId: string, endpointId: string, cidr: string): StoredEndpoint {
  return {
    NetworkID: networkId,
    EndpointID: endpointId,
    MacAddress: overlayMac(cidr.split("/")[0] ?? ""),
    IPv4: cidr,
    IPv6: "",
    Gateway: "",
    IPv6Gateway: "",
    Request: {},
  };
}

/** A swarm network as tasks carry it: the object as it is now, in the Engine's field order. Parts are shared, not copied: they are replaced, never changed. */
export function networkSnapshot({ ID, Version, CreatedAt, UpdatedAt, Spec, DriverState, IPAMOptions }: StoredNetwork): SwarmNetwork {
  return { ID, Version, CreatedAt, UpdatedAt, Spec, DriverState: DriverState ?? {}, ...(IPAMOptions && { IPAMOptions }) };
}
