import type { EndpointResource, EngineReading, Service, SwarmReading, Task, TaskSpec } from "../../api/index.ts";
import { networkSnapshot, overlayEndpoint, taskContainer } from "../../store/derived.ts";
import { addContainer } from "../../store/packed-state.ts";
import type { Cluster, Host, StoredContainer, StoredTask } from "../../store/schema.ts";
import { addTask } from "../../store/swarm-tasks.ts";
import { sameJson } from "../../values/same-json.ts";
import { expandedSpec } from "../agent/expand.ts";
import { materialise } from "../agent/overlays.ts";
import { isNodeLocal } from "../allocator/networks.ts";
import type { EngineProfile } from "../profiles/index.ts";
import type { Tx } from "../tx.ts";
import { hostOfReading } from "./hosts.ts";
import { GATEWAY_BRIDGE } from "./networks.ts";
import { endpointOf, storedTaskSpec } from "./services.ts";

/** Endpoints that engines show of containers, by container and network. */
type Endpoints = ReadonlyMap<string, ReadonlyMap<string, EndpointResource>>;

/** Specifications of tasks in the store's form, each made once: most tasks of a service have the same. */
export function taskSpecs(profile: Pick<EngineProfile, "swapLimits">): (spec: TaskSpec) => TaskSpec {
  const made = new Map<string, TaskSpec>();
  return (spec) => {
    const key = JSON.stringify(spec);
    const known = made.get(key) ?? storedTaskSpec(spec, profile);
    made.set(key, known);
    return known;
  };
}

/** A task as the simulated swarm keeps it. */
function storedTask(task: Task, spec: TaskSpec, service: Service | undefined, cluster: Cluster): StoredTask {
  const template = service?.Spec.TaskTemplate;
  const endpoint = service && endpointOf(service, spec);
  const container = task.Status.ContainerStatus?.ContainerID;
  const attachments = task.NetworksAttachments?.map(({ Network, Addresses }) => {
    const network = cluster.Networks[Network.ID];
    return { Network: network ? networkSnapshot(network) : Network, ...(Addresses && { Addresses }) };
  });
  return {
    ...task,
    Labels: task.Labels ?? {},
    Spec: template && sameJson(spec, template) ? template : spec,
    ...(attachments && { NetworksAttachments: attachments }),
    Volumes: null,
    ...(endpoint && { Endpoint: endpoint }),
    ...(service && { ServiceName: service.Spec.Name ?? "" }),
    ...(container && { ContainerID: container }),
  };
}

/** The tasks of a real swarm, in the order in which they were made; those of services that are not there are left out. */
export function adoptTasks(cluster: Cluster, { tasks }: SwarmReading, specs: (spec: TaskSpec) => TaskSpec): void {
  const inTime = [...tasks].sort((a, b) => (a.CreatedAt < b.CreatedAt ? -1 : a.CreatedAt > b.CreatedAt ? 1 : 0));
  for (const task of inTime) {
    const service = cluster.Services[task.ServiceID ?? ""];
    if (service) addTask(cluster, storedTask(task, specs(task.Spec), service, cluster));
  }
}

/** Endpoints of the containers of an engine, by container and network ID. Load balancers and what is on the gateway bridge follow from the rest. */
function endpointsOf({ Networks }: EngineReading): Map<string, Map<string, EndpointResource>> {
  const byContainer = new Map<string, Map<string, EndpointResource>>();
  for (const { Id, Name, Containers } of Networks) {
    if (Name === GATEWAY_BRIDGE) continue;
    for (const [key, endpoint] of Object.entries(Containers ?? {})) {
      if (!/^[0-9a-f]{64}$/.test(key)) continue;
      const own = byContainer.get(key) ?? new Map<string, EndpointResource>();
      byContainer.set(key, own.set(Id, endpoint));
    }
  }
  return byContainer;
}

/** Puts the containers of tasks on their hosts: those that run, and those that have ended and stay until their tasks are dropped. */
export function adoptContainers(tx: Tx, cluster: Cluster, { engines }: SwarmReading): void {
  const known = new Map(engines.map((reading) => [hostOfReading(tx.state, cluster, reading)?.Name ?? "", endpointsOf(reading)]));
  // A host has its containers in the order in which they were made.
  const time = ({ Status }: StoredTask): string => Status.Timestamp.slice(0, -1);
  const inTime = Object.values(cluster.Tasks).sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
  for (const task of inTime) {
    const host = tx.state.hosts[cluster.Nodes[task.NodeID ?? ""]?.Host ?? ""];
    if (!host || !task.ContainerID) continue;
    const isRunning = task.Status.State === "running";
    const spec = expandedSpec(cluster, task);
    const container = taskContainer({ ...task, Spec: { ...task.Spec, ContainerSpec: spec } }, task.ContainerID, task.Status.Timestamp);
    if (isRunning) connect(tx, cluster, host, task, container, known.get(host.Name) ?? new Map());
    else Object.assign(container, { State: "exited", FinishedAt: task.Status.Timestamp, ExitCode: task.Status.ContainerStatus?.ExitCode ?? 0 });
    addContainer(host, container);
  }
  for (const [name, containers] of known) {
    const host = tx.state.hosts[name];
    if (host) for (const [id, endpoints] of containers) if (!host.Containers[id]) adoptPlain(tx, cluster, host, id, endpoints);
  }
}

function connect(tx: Tx, cluster: Cluster, host: Host, task: StoredTask, container: StoredContainer, known: Endpoints): void {
  for (const { Network, Addresses } of task.NetworksAttachments ?? []) {
    const network = cluster.Networks[Network.ID];
    if (!network || isNodeLocal(network)) continue;
    materialise(tx, cluster, host, network);
    const id = known.get(container.Id)?.get(network.ID)?.EndpointID ?? tx.hex();
    container.Endpoints[network.Spec.Name] = overlayEndpoint(network.ID, id, Addresses?.[0] ?? "");
  }
}

/** A container that is no task's: what it runs no network says, but it holds addresses; on overlays by a task that the API does not show. */
function adoptPlain(tx: Tx, cluster: Cluster, host: Host, id: string, endpoints: ReadonlyMap<string, EndpointResource>): void {
  const now = tx.now();
  const task: StoredTask = { ...attachment(tx, cluster, host, id, now) };
  const container: StoredContainer = {
    ...taskContainer(task, id, now),
    Name: [...endpoints.values()][0]?.Name ?? "",
    Labels: {},
  };
  delete container.TaskID;
  for (const [networkId, { EndpointID, MacAddress, IPv4Address, IPv6Address }] of endpoints) {
    const [network, local] = [cluster.Networks[networkId], host.Networks[networkId]];
    if (!network && !local) continue;
    const endpoint = { ...overlayEndpoint(networkId, EndpointID, IPv4Address), MacAddress, IPv6: IPv6Address };
    if (local) endpoint.Gateway = local.Pools[0]?.Gateway ?? "";
    else if (network) {
      const own = { ...attachment(tx, cluster, host, id, now), NetworksAttachments: [{ Network: networkSnapshot(network), Addresses: [IPv4Address] }] };
      materialise(tx, cluster, host, network);
      addTask(cluster, own);
      endpoint.TaskID = own.ID;
    }
    container.Endpoints[network?.Spec.Name ?? local?.Name ?? ""] = endpoint;
  }
  addContainer(host, container);
}

function attachment(tx: Tx, cluster: Cluster, host: Host, containerId: string, now: string): StoredTask {
  return {
    ID: tx.id(),
    Version: { Index: cluster.Index },
    CreatedAt: now,
    UpdatedAt: now,
    Labels: {},
    Spec: { NetworkAttachmentSpec: { ContainerID: containerId }, ForceUpdate: 0, Runtime: "attachment" },
    ...(host.Swarm && { NodeID: host.Swarm.NodeID }),
    Status: { Timestamp: now, State: "running", Message: "started", PortStatus: {} },
    DesiredState: "running",
    Volumes: null,
  };
}
