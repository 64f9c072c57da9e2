import type { NetworkInspect, Node, Service, SwarmNetwork, SwarmReading } from "../api/index.ts";
import { network as baseOf, formatAddress, parseAddress, parseCidr } from "../values/cidr.ts";
import { attachmentsOf } from "./facts.ts";

const nameOf = ({ Spec, ID }: Service): string => Spec.Name ?? ID;

/** A network as a task carries it, in the form that `network inspect` has. */
function fromTask({ ID, CreatedAt, Spec, DriverState, IPAMOptions }: SwarmNetwork): NetworkInspect {
  const configs = (IPAMOptions?.Configs ?? []).map(({ Subnet, Range, Gateway }) => ({ Subnet, ...(Range && { IPRange: Range }), ...(Gateway && { Gateway }) }));
  return blank(ID, Spec.Name, {
    Created: CreatedAt,
    Driver: DriverState.Name ?? "",
    IPAM: { Driver: IPAMOptions?.Driver?.Name ?? "", Options: null, Config: configs as NetworkInspect["IPAM"]["Config"] },
    Options: DriverState.Options ?? null,
    Labels: Spec.Labels,
    Internal: Spec.Internal ?? false,
    Attachable: Spec.Attachable ?? false,
    Ingress: Spec.Ingress ?? false,
  });
}

function blank(Id: string, Name: string, more: Partial<NetworkInspect>): NetworkInspect {
  const Created = "0001-01-01T00:00:00Z";
  return {
    ...{
      Name,
      Id,
      Created,
      Scope: "swarm",
      Driver: "overlay",
      EnableIPv6: false,
      Internal: false,
      Attachable: false,
      Ingress: false,
      Options: null,
      Labels: null,
    },
    IPAM: { Driver: "default", Options: null, Config: null },
    ...more,
  };
}

/** The subnet of an address with its prefix: of 10.0.1.5/24 it is 10.0.1.0/24. */
function subnetOf(cidr: string): { Subnet: string; Gateway: string } | undefined {
  const [address = "", length = ""] = cidr.split("/");
  if (!parseCidr(cidr)) return undefined;
  const base = baseOf(parseAddress(address), Number(length));
  return { Subnet: `${formatAddress(base)}/${length}`, Gateway: formatAddress(typeof base === "bigint" ? base + 1n : base + 1) };
}

/** Networks that services name and no source has: as their tasks carry them, or as their virtual IPs tell. */
function missingNetworks(reading: SwarmReading, fileOf: (id: string) => string, notes: string[]): NetworkInspect[] {
  const known = new Set(reading.networks.map(({ Id }) => Id));
  const carried = new Map(reading.tasks.flatMap(({ NetworksAttachments }) => (NetworksAttachments ?? []).map(({ Network }) => [Network.ID, Network] as const)));
  const made: NetworkInspect[] = [];
  const find = (id: string, service: Service): void => {
    if (id === "" || known.has(id)) return;
    known.add(id);
    const task = carried.get(id);
    if (task?.Spec.Labels?.["com.docker.swarm.predefined"] !== undefined || ["bridge", "host"].includes(id)) return;
    const vip = (service.Endpoint.VirtualIPs ?? []).find(({ NetworkID }) => NetworkID === id)?.Addr;
    const config = vip ? subnetOf(vip) : undefined;
    const isIngress = !attachmentsOf(service).some(({ Target }) => Target === id);
    const assumed = task ? "it is as its tasks carry it" : config ? `an overlay of ${config.Subnet}, as its virtual IP says` : "an overlay that has no subnet";
    notes.push(`${fileOf(service.ID)}: the service ${nameOf(service)} is on the network ${id}, which no source has: assumed ${assumed}`);
    made.push(
      task
        ? fromTask(task)
        : blank(id, isIngress ? "ingress" : id, {
            Ingress: isIngress,
            ...(config ? { IPAM: { Driver: "default", Options: null, Config: [config] } } : { Driver: "" }),
          }),
    );
  };
  for (const service of reading.services) {
    for (const { NetworkID = "" } of service.Endpoint.VirtualIPs ?? []) find(NetworkID, service);
    for (const { Target = "" } of attachmentsOf(service)) if (/^[a-z0-9]{25}$/.test(Target)) find(Target, service);
  }
  return made;
}

/** Nodes that tasks run on and no source has. */
function missingNodes({ nodes, tasks, engines, swarm }: SwarmReading, fileOf: (id: string) => string, notes: string[]): Node[] {
  const known = new Set(nodes.map(({ ID }) => ID));
  const made: Node[] = [];
  for (const { NodeID = "", ID } of tasks) {
    if (NodeID === "" || known.has(NodeID)) continue;
    known.add(NodeID);
    const name = engines.find((engine) => engine.NodeID === NodeID)?.Name;
    const isFirst = nodes.length === 0 && made.length === 0;
    const time = swarm?.CreatedAt ?? "0001-01-01T00:00:00Z";
    notes.push(`${fileOf(ID)}: a task is on the node ${NodeID}, which no source has: assumed a ${isFirst ? "manager" : "worker"} of two CPUs that is ready`);
    made.push({
      ...{ ID: NodeID, Version: { Index: 1 }, CreatedAt: time, UpdatedAt: time },
      Spec: { Labels: {}, Role: isFirst ? "manager" : "worker", Availability: "active" },
      Description: {
        Hostname: name || `node-${NodeID.slice(0, 8)}`,
        Platform: { OS: "linux", Architecture: "x86_64" },
        Resources: { NanoCPUs: 2e9, MemoryBytes: 25_276_510_208 },
        Engine: {},
        TLSInfo: {},
      },
      Status: { State: "ready", Addr: "" },
      ...(isFirst && { ManagerStatus: { Leader: true, Reachability: "reachable", Addr: "" } }),
    });
  }
  return made;
}

/**
 * A reading without contradictions: what objects refer to and no source has is assumed, or left out, and named with the source; so is
 * what a plan needs and no source says.
 */
export function complete(reading: SwarmReading, fileOf: (id: string) => string): { reading: SwarmReading; notes: string[] } {
  const notes: string[] = [];
  const services = new Set(reading.services.map(({ ID }) => ID));
  const orphans = reading.tasks.filter(({ ServiceID = "" }) => !services.has(ServiceID));
  for (const id of new Set(orphans.map(({ ServiceID = "" }) => ServiceID)))
    notes.push(
      `${fileOf(orphans.find(({ ServiceID }) => ServiceID === id)?.ID ?? "")}: tasks are of the service ${id || "(none)"}, which no source has: left out`,
    );
  const tasks = reading.tasks.filter(({ ServiceID = "" }) => services.has(ServiceID));
  const known = { ...reading, tasks };
  const nodes = [...reading.nodes, ...missingNodes(known, fileOf, notes)];
  const networks = [...reading.networks, ...missingNetworks(known, fileOf, notes)];
  if (!reading.swarm && reading.networks.some(({ Scope }) => Scope === "swarm"))
    notes.push("no source says which address pools the swarm has: assumed 10.0.0.0/8 in subnets of /24 (docker info says it)");
  if (reading.nodes.length === 0 && reading.services.length > 0)
    notes.push("no source has the nodes: which node a task is on is made up (docker node inspect)");
  if (tasks.length === 0 && reading.services.length > 0)
    notes.push("no source has the tasks: their nodes and addresses are made up (docker inspect of what docker service ps -q prints)");
  const origin = { Pools: reading.swarm !== undefined, Tasks: tasks.length > 0 || reading.services.length === 0, Nodes: reading.nodes.length > 0 };
  return { reading: { ...known, nodes, networks, origin }, notes };
}
