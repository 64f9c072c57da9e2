import { type NetworkInspect, type Node, type Service, TASK_STATES, type Task } from "../api/index.ts";
import { type Capacity, capacity, type NetworkCapacity } from "./capacity.ts";
import { portText, waitingReason } from "./diff.ts";
import { attachmentsOf, isAllocated, isEncrypted, isIngress, isLive, portsOf, stackOf, subnetsOf, swarmNetworks, VXLAN } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** Labels of an object, by name. */
type Labels = Readonly<Record<string, string>>;

/** A node as a column. */
export interface NodePicture {
  readonly id: string;
  readonly name: string;
  readonly role: "leader" | "manager" | "worker";
  /** "ready" or what keeps it from being so: its state, or that it is drained or paused. */
  readonly state: string;
  readonly ready: boolean;
  readonly address: string;
  readonly labels: Labels;
  /** How many tasks are on it. */
  readonly tasks: number;
}

/** A network as a lane. */
export interface LanePicture {
  /** The network's ID; "" for the lane of services that are on no network of the swarm. */
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly stack?: string;
  readonly labels: Labels;
  readonly subnet: string;
  readonly gateway: string;
  readonly vxlan: string;
  readonly ingress: boolean;
  readonly encrypted: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  /** Whether it has got what it needs; services on it wait where not. */
  readonly allocated: boolean;
  /** Who holds its addresses; absent where it hands out none of the swarm's. */
  readonly addresses?: NetworkCapacity;
  /** IDs of the services on it, by name. */
  readonly services: readonly string[];
}

/** A task: where it is, and its addresses. */
export interface TaskPicture {
  readonly id: string;
  /** "web.1"; of a global service "web.NODE". */
  readonly name: string;
  /** Its place among the tasks of its service: the slot, or "" of a global service. */
  readonly slot: string;
  /** ID of its node; "" where it has none yet. */
  readonly node: string;
  readonly state: string;
  /** Addresses by the ID of their network. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Why it does not run; absent where it does. */
  readonly waits?: string;
}

/** How a service is on a network. */
export interface PlacePicture {
  readonly network: string;
  /** Its virtual IP; "" where it has none. */
  readonly vip: string;
  readonly aliases: readonly string[];
}

/** A service with its tasks. */
export interface ServicePicture {
  readonly id: string;
  readonly name: string;
  readonly stack?: string;
  readonly labels: Labels;
  readonly image: string;
  /** "3 replicas", "global" or "job". */
  readonly mode: string;
  readonly endpoint: "vip" | "dnsrr";
  /** "8080->80/tcp"; "on the node" behind it in host mode. */
  readonly ports: readonly string[];
  readonly places: readonly PlacePicture[];
  readonly tasks: readonly TaskPicture[];
  readonly running: number;
  /** How many tasks wait for the same reason, most first. */
  readonly waiting: readonly { readonly reason: string; readonly count: number }[];
}

/** A swarm as people draw it: nodes as columns, networks as lanes, services with their tasks in them. */
export interface Picture {
  readonly nodes: readonly NodePicture[];
  readonly lanes: readonly LanePicture[];
  readonly services: ReadonlyMap<string, ServicePicture>;
  readonly pool: Capacity["pool"];
  /** Names of stacks, and "NAME=VALUE" of the labels of services and networks. */
  readonly stacks: readonly string[];
  readonly labels: readonly string[];
}

const RUNNING = TASK_STATES.indexOf("running");
const STACK_LABEL = /^com\.docker\.stack\./;
/** Orders names as people do: node-10 behind node-9. Made once, as that is what takes time. */
const { compare } = new Intl.Collator("en", { numeric: true });
const byName = <T extends { readonly name: string }>(a: T, b: T): number => compare(a.name, b.name);
const bare = (cidr: string): string => cidr.split("/")[0] as string;
const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort(compare);

/** Whether a task belongs into a picture: it is to run, or runs a job to its end. What has ended is history. */
export function isShown(task: Task): boolean {
  return TASK_STATES.indexOf(task.DesiredState) <= RUNNING || (task.DesiredState === "complete" && isLive(task));
}

function nodePicture({ ID, Spec, Description, Status, ManagerStatus }: Node, tasks: number): NodePicture {
  const ready = Status.State === "ready" && Spec.Availability === "active";
  return {
    id: ID,
    name: Description.Hostname ?? ID,
    role: ManagerStatus?.Leader ? "leader" : Spec.Role === "manager" ? "manager" : "worker",
    state: Status.State !== "ready" ? Status.State : Spec.Availability === "active" ? "ready" : Spec.Availability === "drain" ? "drained" : "paused",
    ready,
    address: Status.Addr,
    labels: Spec.Labels ?? {},
    tasks,
  };
}

function taskPicture(task: Task, service: string, hostname: string): TaskPicture {
  const { ID, Slot, NodeID = "", Status, NetworksAttachments } = task;
  return {
    id: ID,
    name: `${service}.${Slot ?? (hostname || ID)}`,
    slot: Slot === undefined ? "" : String(Slot),
    node: NodeID,
    state: Status.State,
    addresses: Object.fromEntries((NetworksAttachments ?? []).flatMap(({ Network, Addresses }) => (Addresses?.[0] ? [[Network.ID, bare(Addresses[0])]] : []))),
    ...(Status.State !== "running" && { waits: waitingReason(task) }),
  };
}

/** Reasons for which tasks wait, with their counts. */
function waitingOf(tasks: readonly TaskPicture[]): ServicePicture["waiting"] {
  const counts = new Map<string, number>();
  for (const { waits } of tasks) if (waits !== undefined) counts.set(waits, (counts.get(waits) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** How a service is on networks: those that it asks for, and ingress where it publishes ports there. */
function placesOf(service: Service, networks: ReadonlyMap<string, NetworkInspect>, ingress: NetworkInspect | undefined): PlacePicture[] {
  const vips = new Map((service.Endpoint.VirtualIPs ?? []).map(({ NetworkID = "", Addr = "" }) => [NetworkID, bare(Addr)]));
  const asked = attachmentsOf(service).flatMap(({ Target = "", Aliases }): PlacePicture[] => {
    const network = networks.get(Target);
    return network ? [{ network: network.Id, vip: vips.get(network.Id) ?? "", aliases: Aliases ?? [] }] : [];
  });
  const meshed = ingress && portsOf(service).some(isIngress) && !asked.some(({ network }) => network === ingress.Id);
  return meshed ? [...asked, { network: ingress.Id, vip: vips.get(ingress.Id) ?? "", aliases: [] }] : asked;
}

function servicePicture(service: Service, places: PlacePicture[], tasks: readonly TaskPicture[]): ServicePicture {
  const { Name, Labels, Mode, TaskTemplate, EndpointSpec } = service.Spec;
  const stack = stackOf(Labels);
  return {
    id: service.ID,
    name: Name ?? service.ID,
    ...(stack && { stack }),
    labels: Labels ?? {},
    image: (TaskTemplate.ContainerSpec?.Image ?? "").replace(/@.*$/, ""),
    mode: Mode.Replicated ? `${Mode.Replicated.Replicas ?? 1} ${Mode.Replicated.Replicas === 1 ? "replica" : "replicas"}` : Mode.Global ? "global" : "job",
    endpoint: EndpointSpec?.Mode === "dnsrr" ? "dnsrr" : "vip",
    ports: portsOf(service).map(portText),
    places,
    tasks,
    running: tasks.filter(({ waits }) => waits === undefined).length,
    waiting: waitingOf(tasks),
  };
}

function lanePicture(network: NetworkInspect, services: readonly string[], addresses: NetworkCapacity | undefined): LanePicture {
  const stack = stackOf(network.Labels);
  return {
    id: network.Id,
    name: network.Name,
    driver: network.Driver,
    ...(stack && { stack }),
    labels: network.Labels ?? {},
    subnet: isAllocated(network) ? subnetsOf(network).join(", ") : "",
    gateway: isAllocated(network) ? bare(network.IPAM.Config?.[0]?.Gateway ?? "") : "",
    vxlan: network.Options?.[VXLAN] ?? "",
    ingress: network.Ingress,
    encrypted: isEncrypted(network),
    internal: network.Internal,
    attachable: network.Attachable,
    allocated: isAllocated(network),
    ...(addresses && { addresses }),
    services,
  };
}

/** The lane of services that are on no network of the swarm. */
const noNetwork = (services: readonly string[]): LanePicture => ({
  ...{ id: "", name: "on no network of the swarm", driver: "", labels: {}, subnet: "", gateway: "", vxlan: "", services },
  ...{ ingress: false, encrypted: false, internal: false, attachable: false, allocated: true },
});

/** The picture of a swarm. */
export function picture(snapshot: Snapshot): Picture {
  const networks = swarmNetworks(snapshot);
  const byRef = new Map(networks.flatMap((network) => [[network.Name, network] as const, [network.Id, network] as const]));
  const ingress = networks.find(({ Ingress }) => Ingress);
  const hostnames = new Map(snapshot.nodes.map(({ ID, Description }) => [ID, Description.Hostname ?? ID]));
  const tasks = new Map<string, Task[]>();
  const onNode = new Map<string, number>();
  for (const task of snapshot.tasks) {
    if (!isShown(task)) continue;
    const own = tasks.get(task.ServiceID ?? "");
    if (own) own.push(task);
    else tasks.set(task.ServiceID ?? "", [task]);
    if (task.NodeID) onNode.set(task.NodeID, (onNode.get(task.NodeID) ?? 0) + 1);
  }
  const all = snapshot.services.map((service) => {
    const own = (tasks.get(service.ID) ?? []).map((task) => taskPicture(task, service.Spec.Name ?? service.ID, hostnames.get(task.NodeID ?? "") ?? ""));
    return servicePicture(service, placesOf(service, byRef, ingress), own.sort(byName));
  });
  all.sort(byName);
  const members = new Map<string, string[]>();
  for (const { id, places } of all)
    for (const network of places.length > 0 ? places.map((place) => place.network) : [""]) members.set(network, [...(members.get(network) ?? []), id]);
  const { pool, networks: use } = capacity(snapshot);
  const uses = new Map(use.map((one) => [one.network, one]));
  const lanes = networks.map((network) => lanePicture(network, members.get(network.Id) ?? [], uses.get(network.Name))).sort(byName);
  const alone = members.get("");
  return {
    nodes: snapshot.nodes.map((node) => nodePicture(node, onNode.get(node.ID) ?? 0)).sort(byName),
    lanes: [...lanes.filter((lane) => !lane.ingress), ...lanes.filter((lane) => lane.ingress), ...(alone ? [noNetwork(alone)] : [])],
    services: new Map(all.map((service) => [service.id, service])),
    pool,
    stacks: sorted([...all, ...lanes].flatMap(({ stack }) => stack ?? [])),
    labels: sorted(
      [...all, ...lanes].flatMap(({ labels }) =>
        Object.entries(labels)
          .filter(([name]) => !STACK_LABEL.test(name))
          .map(([name, value]) => `${name}=${value}`),
      ),
    ),
  };
}
