import type { NetworkAttachment, Service, SwarmNetwork, TaskSpec, TaskStatus } from "../api/index.ts";
import { own } from "../values/own.ts";
import { sameJson } from "../values/same-json.ts";
import { networkSnapshot, overlayEndpoint, processId, taskContainer } from "./derived.ts";
import type { Cluster, StoredContainer, StoredEndpoint, StoredTask } from "./schema.ts";

/**
 * A task as its line of the state file says it: what is its own, and where it differs from what its service and networks make
 * of a running task. A swarm of 100,000 tasks takes a quarter of the room that way.
 */
export interface PackedTask {
  /** ID of its service. */
  Service?: string;
  Slot?: number;
  /** ID of its node. */
  Node?: string;
  /** Raft index of its last write. */
  Index: number;
  /** When it was made, got its status, was written last, and (where the container stands here too) when the container was made. Times of the first one's second begin after the seconds. */
  Times: string[];
  /** Its address on each of its networks in CIDR, "" where it has none; the networks are those of its service's virtual IPs. */
  Addresses?: string[];
  /** ID of its container; where the container stands here too, then what its endpoints have of their own: an ID, or all. */
  Container?: (string | StoredEndpoint)[];
  /** Fields that differ from those of a running task of the service. */
  Differs?: Partial<StoredTask>;
  /** Fields that such a task has, and this one lacks. */
  Lacks?: string[];
}

/** Length of a time to the second: "2026-11-25T02:40:40". */
const SECONDS = 19;

const shortTime = (time: string, first: string): string =>
  time.length > SECONDS && first.length > SECONDS && time.startsWith(first.slice(0, SECONDS)) ? time.slice(SECONDS) : time;
const longTime = (time: string, first: string): string => (time.length <= SECONDS && /^[.Z]/.test(time) ? first.slice(0, SECONDS) + time : time);

/** What a service gives its tasks. */
interface ServiceSource {
  readonly spec: Service["Spec"];
  readonly endpoint: Service["Endpoint"];
  /** IDs of the networks that it has virtual IPs on. */
  readonly networks: readonly string[];
}

/** What the tasks of a swarm follow from, as it is at one moment: parts of objects, which are replaced and never changed. */
export class TaskContext {
  readonly #services: Map<string, ServiceSource>;
  /** Networks as tasks carry them, one object for all tasks. */
  readonly #networks: Map<string, SwarmNetwork>;

  constructor(cluster: Cluster, before?: TaskContext, changed: Iterable<string> = [...Object.keys(cluster.Services), ...Object.keys(cluster.Networks)]) {
    this.#services = new Map(before ? before.#services : []);
    this.#networks = new Map(before ? before.#networks : []);
    for (const id of changed) this.#take(cluster, id);
  }

  /** Takes over what the service or network of an ID is now. */
  #take(cluster: Cluster, id: string): void {
    const [service, network] = [cluster.Services[id], cluster.Networks[id]];
    if (service) {
      const { Spec, Endpoint } = service;
      this.#services.set(id, { spec: Spec, endpoint: Endpoint, networks: (Endpoint.VirtualIPs ?? []).map(({ NetworkID }) => NetworkID ?? "") });
    } else this.#services.delete(id);
    if (network) this.#networks.set(id, networkSnapshot(network));
    else this.#networks.delete(id);
  }

  service(id: string | undefined): ServiceSource | undefined {
    return id === undefined ? undefined : this.#services.get(id);
  }

  network(id: string): SwarmNetwork | undefined {
    return this.#networks.get(id);
  }

  /**
   * The context of the swarm now, and the IDs of the services and networks that are other than here, or gone. `members` are the objects that
   * came, went or changed. Where none of this context's own did it is the context now, and knows the new ones, too.
   */
  after(cluster: Cluster, members: Iterable<{ readonly ID: string }>): { readonly context: TaskContext; readonly changes: ContextChanges } {
    const changes = { services: new Set<string>(), networks: new Set<string>() };
    const added: string[] = [];
    for (const { ID } of members) {
      const [service, network, known, snapshot] = [cluster.Services[ID], cluster.Networks[ID], this.#services.get(ID), this.#networks.get(ID)];
      if (known && (service?.Spec !== known.spec || service.Endpoint !== known.endpoint)) changes.services.add(ID);
      if (snapshot && network?.Version !== snapshot.Version) changes.networks.add(ID);
      if ((service && !known) || (network && !snapshot)) added.push(ID);
    }
    const { services, networks } = changes;
    if (services.size + networks.size > 0) return { context: new TaskContext(cluster, this, [...added, ...services, ...networks]), changes };
    for (const id of added) this.#take(cluster, id);
    return { context: this, changes };
  }
}

/** IDs of what tasks follow from and has changed. */
export interface ContextChanges {
  readonly services: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
}

/** Specification of a task whose service is gone, and whose line does not say it. */
const NO_SPEC: TaskSpec = { ForceUpdate: 0 };

/** The specification of a new task of a service. */
export function specOf(service: ServiceSource | undefined): TaskSpec {
  return service?.spec.TaskTemplate ?? NO_SPEC;
}

/** The attachments that the addresses of a task mean; undefined where a network is gone. */
function attachmentsOf(addresses: readonly string[] | undefined, service: ServiceSource | undefined, context: TaskContext): NetworkAttachment[] | undefined {
  const ids = service?.networks ?? [];
  if (!addresses || addresses.length !== ids.length) return undefined;
  const all: NetworkAttachment[] = [];
  for (let at = 0; at < ids.length; at++) {
    const Network = context.network(ids[at] as string);
    if (!Network) return undefined;
    const address = addresses[at] as string;
    all.push(address === "" ? { Network } : { Network, Addresses: [address] });
  }
  return all;
}

function statusOf(id: string, time: string, container: string | undefined): TaskStatus {
  return {
    Timestamp: time,
    State: "running",
    Message: "started",
    ...(container !== undefined && { ContainerStatus: { ContainerID: container, PID: processId({ ID: id }), ExitCode: 0 } }),
    PortStatus: NOTHING,
  };
}

/** What most tasks have nothing of: one object for all, since it is replaced and never changed. */
const NOTHING = Object.freeze({});

/** A packed task as a running one of its service. */
function running(id: string, packed: PackedTask, context: TaskContext): StoredTask {
  const { Service: ServiceID, Slot, Node: NodeID, Index, Times, Addresses, Container } = packed;
  const service = context.service(ServiceID);
  const CreatedAt = Times[0] ?? "";
  const ContainerID = Container?.[0] as string | undefined;
  const attachments = attachmentsOf(Addresses, service, context);
  return {
    ID: id,
    Version: { Index },
    CreatedAt,
    UpdatedAt: longTime(Times[2] ?? "", CreatedAt),
    Labels: NOTHING,
    Spec: specOf(service),
    ...(ServiceID !== undefined && { ServiceID }),
    ...(Slot !== undefined && { Slot }),
    ...(NodeID !== undefined && { NodeID }),
    Status: statusOf(id, longTime(Times[1] ?? "", CreatedAt), ContainerID),
    DesiredState: "running",
    ...(attachments && { NetworksAttachments: attachments }),
    Volumes: null,
    ...(service?.spec.EndpointSpec && { Endpoint: service.spec.EndpointSpec }),
    ...(service && { ServiceName: service.spec.Name }),
    ...(ContainerID !== undefined && { ContainerID }),
  };
}

/** The task that a line of the state file means. */
export function unpackTask(id: string, packed: PackedTask, context: TaskContext): StoredTask {
  const task = running(id, packed, context);
  if (packed.Differs) Object.assign(task, packed.Differs);
  for (const field of packed.Lacks ?? []) delete task[field as keyof StoredTask];
  return task;
}

/** The line of a task, and of its container where that follows from the task. */
export function packTask(task: StoredTask, container: StoredContainer | undefined, context: TaskContext): PackedTask {
  const { CreatedAt, ContainerID } = task;
  const endpoints = container && packedEndpoints(container, task);
  const addresses = task.NetworksAttachments?.map(({ Addresses }) => Addresses?.[0] ?? "");
  const packed: PackedTask = {
    ...(task.ServiceID !== undefined && { Service: task.ServiceID }),
    ...(task.Slot !== undefined && { Slot: task.Slot }),
    ...(task.NodeID !== undefined && { Node: task.NodeID }),
    Index: task.Version.Index,
    Times: [CreatedAt, shortTime(task.Status.Timestamp, CreatedAt), shortTime(task.UpdatedAt, CreatedAt)],
    ...(addresses && attachmentsOf(addresses, context.service(task.ServiceID), context) && { Addresses: addresses }),
  };
  if (ContainerID !== undefined) packed.Container = [ContainerID];
  if (container && endpoints) {
    packed.Times.push(shortTime(container.Created, CreatedAt));
    packed.Container = [container.Id, ...endpoints];
  }
  tellDifferences(task, running(task.ID, packed, context), packed);
  return packed;
}

function tellDifferences(task: StoredTask, expected: StoredTask, packed: PackedTask): void {
  const differs: Record<string, unknown> = {};
  for (const field in task) {
    const [is, would] = [task[field as keyof StoredTask], expected[field as keyof StoredTask]];
    if (is === undefined || (is === null && would === null) || (would !== undefined && would !== null && is !== null && sameJson(is, would))) continue;
    differs[field] = is;
  }
  // In an order of their own: a task that was read has its fields in another one than a task that was made.
  const fields = Object.keys(differs).sort();
  if (fields.length > 0) packed.Differs = Object.fromEntries(fields.map((field) => [field, differs[field]])) as Partial<StoredTask>;
  for (const field in expected) if (task[field as keyof StoredTask] === undefined) packed.Lacks = [...(packed.Lacks ?? []), field];
}

/** What the endpoints of a container have of their own; undefined where the container is other than its task makes it. */
function packedEndpoints(container: StoredContainer, task: StoredTask): (string | StoredEndpoint)[] | undefined {
  if (container.Id !== task.ContainerID || container.TaskID !== task.ID) return undefined;
  const names = endpointNames(task);
  const endpoints = names.map((name, at) => {
    const endpoint = own(container.Endpoints, name);
    const made = endpoint && overlayOf(task, at, endpoint.EndpointID);
    return made && sameJson(endpoint, made) ? endpoint.EndpointID : endpoint;
  });
  if (endpoints.length !== Object.keys(container.Endpoints).length || endpoints.includes(undefined)) return undefined;
  const packed = endpoints as (string | StoredEndpoint)[];
  return sameJson(container, unpackContainer(task, [container.Id, ...packed], container.Created)) ? packed : undefined;
}

/** Names of the networks that a task's container has endpoints on: the bridge for one without networks. */
function endpointNames({ NetworksAttachments: attachments = [] }: StoredTask): string[] {
  return attachments.length === 0 ? ["bridge"] : attachments.map(({ Network }) => Network.Spec.Name);
}

function overlayOf({ NetworksAttachments }: StoredTask, at: number, id: string): StoredEndpoint | undefined {
  const attachment = NetworksAttachments?.[at];
  return attachment && overlayEndpoint(attachment.Network.ID, id, attachment.Addresses?.[0] ?? "");
}

/** The container of a task, by what its line says of it; `created` is RFC 3339. */
export function unpackContainer(task: StoredTask, [id, ...endpoints]: (string | StoredEndpoint)[], created: string): StoredContainer {
  const container = taskContainer(task, id as string, created);
  endpointNames(task).forEach((name, at) => {
    const kept = endpoints[at];
    const endpoint = typeof kept === "string" ? overlayOf(task, at, kept) : kept;
    if (endpoint) container.Endpoints[name] = endpoint;
  });
  return container;
}

/** When the container of a task was made, where it stands in the task's line. */
export function containerTime({ Times }: PackedTask): string | undefined {
  const time = Times[3];
  return time === undefined ? undefined : longTime(time, Times[0] ?? "");
}

/** Whether what a line says has the form of a task. */
export function isPackedTask(value: unknown): value is PackedTask {
  if (typeof value !== "object" || value === null) return false;
  const { Index, Times, Addresses, Container, Lacks } = value as Record<keyof PackedTask, unknown>;
  const isText = (item: unknown): boolean => typeof item === "string";
  const isTexts = (list: unknown): boolean => list === undefined || (Array.isArray(list) && list.every(isText));
  return (
    Number.isSafeInteger(Index) &&
    Array.isArray(Times) &&
    Times.length >= 3 &&
    Times.every(isText) &&
    isTexts(Addresses) &&
    isTexts(Lacks) &&
    isContainer(Container)
  );
}

function isContainer(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && typeof value[0] === "string" && value.every((item) => item !== null && typeof item !== "number"));
}
