import type { NetworkInspect, Node, Service, SwarmNetwork, Task, TaskState } from "../api/index.ts";
import { isShown } from "./picture.ts";
import type { Snapshot } from "./snapshot.ts";

/** What every object has and no page shows. */
const META = { Version: { Index: 0 }, CreatedAt: "", UpdatedAt: "" };

function networkOutline({ Containers: _containers, Peers: _peers, Services: _services, Status: _status, ...network }: NetworkInspect): NetworkInspect {
  return network;
}

function serviceOutline({ ID, Spec, Endpoint, UpdateStatus }: Service): Service {
  const { Name, Labels, TaskTemplate, Mode, UpdateConfig, Networks, EndpointSpec } = Spec;
  const { ContainerSpec, ForceUpdate } = TaskTemplate;
  return {
    ...META,
    ID,
    Spec: {
      Name,
      Labels,
      Mode,
      ...(UpdateConfig && { UpdateConfig }),
      ...(Networks && { Networks }),
      ...(EndpointSpec && { EndpointSpec }),
      TaskTemplate: {
        ...(ContainerSpec && { ContainerSpec: { Image: ContainerSpec.Image } }),
        ...(TaskTemplate.Networks && { Networks: TaskTemplate.Networks }),
        ForceUpdate,
      },
    },
    Endpoint,
    ...(UpdateStatus && { UpdateStatus }),
  };
}

/** What pages need of a task. There may be a hundred thousand of them: what all have alike is put back by {@link expand}. */
export interface TaskOutline {
  readonly ID: string;
  readonly ServiceID: string;
  readonly Slot?: number;
  readonly NodeID?: string;
  readonly State: TaskState;
  readonly DesiredState?: TaskState;
  readonly Message?: string;
  readonly Err?: string;
  /** Addresses (CIDR) by the ID of their network; "" where it has none there. */
  readonly Networks?: Readonly<Record<string, string>>;
}

/** What pages need of a snapshot, which is a small part of it. */
export type Outline = Omit<Snapshot, "tasks"> & { readonly tasks: readonly TaskOutline[] };

function taskOutline({ ID, ServiceID = "", Slot, NodeID, Status, DesiredState, NetworksAttachments }: Task): TaskOutline {
  const { State, Message, Err } = Status;
  const networks = (NetworksAttachments ?? []).map(({ Network, Addresses }) => [Network.ID, Addresses?.[0] ?? ""] as const);
  return {
    ID,
    ServiceID,
    State,
    ...(Slot !== undefined && { Slot }),
    ...(NodeID && { NodeID }),
    ...(DesiredState !== "running" && { DesiredState }),
    ...(Message && State !== "running" && { Message }),
    ...(Err && { Err }),
    ...(networks.length > 0 && { Networks: Object.fromEntries(networks) }),
  };
}

/** The snapshot that an outline was made of, as far as it goes. */
export function expand({ tasks, ...rest }: Outline): Snapshot {
  const networks = new Map(
    rest.networks.map(({ Id, Name }): [string, SwarmNetwork] => [Id, { ...META, ID: Id, Spec: { Name, Labels: null }, DriverState: {} }]),
  );
  const networkOf = (ID: string): SwarmNetwork => networks.get(ID) ?? { ...META, ID, Spec: { Name: ID, Labels: null }, DriverState: {} };
  const task = ({ ID, ServiceID, Slot, NodeID, State, DesiredState = "running", Message, Err, Networks = {} }: TaskOutline): Task => ({
    ...META,
    ID,
    Labels: null,
    Spec: { ForceUpdate: 0 },
    ServiceID,
    ...(Slot !== undefined && { Slot }),
    ...(NodeID && { NodeID }),
    Status: { Timestamp: "", State, ...(Message && { Message }), ...(Err && { Err }), PortStatus: {} },
    DesiredState,
    NetworksAttachments: Object.entries(Networks).map(([id, address]) => ({ Network: networkOf(id), ...(address && { Addresses: [address] }) })),
    Volumes: null,
  });
  return { ...rest, tasks: tasks.map(task) };
}

function nodeOutline({ ID, Spec, Description, Status, ManagerStatus }: Node): Node {
  const { Hostname, Platform, Resources, Engine } = Description;
  const { EngineVersion } = Engine;
  return {
    ...META,
    ID,
    Spec,
    Description: { Hostname, Platform, Resources, Engine: { ...(EngineVersion && { EngineVersion }) }, TLSInfo: {} },
    Status,
    ...(ManagerStatus && { ManagerStatus }),
  };
}

/** The outline of a snapshot: no variables, commands, secrets, configs and tokens, and none of the tasks that have ended. */
export function outline(snapshot: Snapshot): Outline {
  const { swarm, networks, services, tasks, nodes, origin } = snapshot;
  return {
    ...(swarm && { swarm: { ...swarm, JoinTokens: { Worker: "", Manager: "" } } }),
    networks: networks.filter(({ Scope }) => Scope === "swarm").map(networkOutline),
    services: services.map(serviceOutline),
    tasks: tasks.filter(isShown).map(taskOutline),
    nodes: nodes.map(nodeOutline),
    configs: [],
    secrets: [],
    ...(origin && { origin }),
  };
}
