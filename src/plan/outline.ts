import type { NetworkInspect, Node, Service, SwarmNetwork, Task } from "../api/index.ts";
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

const taskNetwork = ({ ID, Spec: { Name } }: SwarmNetwork): SwarmNetwork => ({ ...META, ID, Spec: { Name, Labels: null }, DriverState: {} });

function taskOutline({ ID, ServiceID, Slot, NodeID, Status, DesiredState, NetworksAttachments }: Task): Task {
  const { State, Message, Err } = Status;
  return {
    ...META,
    ID,
    Labels: null,
    Spec: { ForceUpdate: 0 },
    ServiceID,
    ...(Slot !== undefined && { Slot }),
    ...(NodeID && { NodeID }),
    Status: { Timestamp: "", State, ...(Message && State !== "running" && { Message }), ...(Err && { Err }), PortStatus: {} },
    DesiredState,
    NetworksAttachments: (NetworksAttachments ?? []).map(({ Network, Addresses }) => ({ Network: taskNetwork(Network), ...(Addresses && { Addresses }) })),
    Volumes: null,
  };
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

/**
 * What pages need of a snapshot, which is a small part of it: no variables, commands, secrets, configs and tokens, and none of the tasks
 * that have ended.
 */
export function outline(snapshot: Snapshot): Snapshot {
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
