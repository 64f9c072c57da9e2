import { putOffContainers } from "../../store/packed-state.ts";
import type { Cluster, Host, State, StoredContainer } from "../../store/schema.ts";

/** Something that happened, before it is given a time: whose it is (a host's name or a swarm's ID), and what. */
export interface Happening {
  readonly owner: string;
  readonly scope: "local" | "swarm";
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Last seen version of an object: its mark says whether it changed. */
interface Seen {
  readonly mark: string;
  readonly name: string;
  /** Values whose change an event tells as `KEY.old` and `KEY.new`. */
  readonly told: Readonly<Record<string, string>>;
}

type Objects = Map<string, Seen>;
type Kind = "node" | "network" | "service" | "secret" | "config";
const KINDS: readonly Kind[] = ["node", "network", "secret", "config", "service"];

function told(kind: Kind, cluster: Cluster, id: string): Record<string, string> {
  if (kind === "node") {
    const node = cluster.Nodes[id];
    return node ? { "state.": node.Status.State, "availability.": node.Spec.Availability, "role.": node.Spec.Role } : {};
  }
  const service = kind === "service" ? cluster.Services[id] : undefined;
  const replicas = service?.Spec.Mode?.Replicated?.Replicas;
  return service
    ? {
        "image.": service.Spec.TaskTemplate.ContainerSpec?.Image ?? "",
        ...(replicas !== undefined && { "replicas.": String(replicas) }),
        ...(service.UpdateStatus?.State && { "updatestate.": service.UpdateStatus.State }),
      }
    : {};
}

function objectsOf(kind: Kind, cluster: Cluster): Objects {
  const stored: Record<Kind, Record<string, { Version: { Index: number }; Spec: { Name?: string } }>> = {
    node: cluster.Nodes,
    network: cluster.Networks,
    service: cluster.Services,
    secret: cluster.Secrets,
    config: cluster.Configs,
  };
  const entries = Object.entries(stored[kind]).map(([id, object]): [string, Seen] => {
    const name = kind === "node" ? (cluster.Nodes[id]?.Description.Hostname ?? "") : (object.Spec.Name ?? "");
    return [id, { mark: String(object.Version.Index), name, told: told(kind, cluster, id) }];
  });
  return new Map(entries);
}

/** The values that differ, as the attributes of an update. */
function differences(before: Seen, after: Seen): Record<string, string> {
  const keys = Object.keys(after.told).filter((key) => before.told[key] !== undefined && before.told[key] !== after.told[key]);
  return Object.fromEntries(keys.flatMap((key) => [[`${key}new`, after.told[key] as string] as const, [`${key}old`, before.told[key] as string] as const]));
}

function compare(owner: string, type: string, before: Objects, after: Objects): Happening[] {
  const base = { owner, scope: "swarm" as const, type };
  const made = [...after].flatMap(([id, seen]): Happening[] => {
    const known = before.get(id);
    if (!known) return [{ ...base, action: "create", id, attributes: { name: seen.name } }];
    return known.mark === seen.mark ? [] : [{ ...base, action: "update", id, attributes: { name: seen.name, ...differences(known, seen) } }];
  });
  const gone = [...before].filter(([id]) => !after.has(id));
  return [...made, ...gone.map(([id, seen]) => ({ ...base, action: "remove", id, attributes: { name: seen.name } }))];
}

interface SeenContainer {
  readonly state: string;
  readonly name: string;
  readonly attributes: Record<string, string>;
  /** Names of the networks that it is on while it runs, by ID. */
  readonly networks: Map<string, string>;
  /** Exit status. */
  readonly exit: string;
}

/** Last seen containers, networks and volumes of a host. */
interface HostSeen {
  /** Whether its containers are as they were when it was last looked at. */
  readonly asBefore: boolean;
  readonly containers: () => ReadonlyMap<string, SeenContainer>;
  readonly networks: Map<string, { readonly name: string; readonly type: string }>;
  readonly volumes: Set<string>;
}

function attributesOf({ Labels, Image, Name }: StoredContainer): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...Labels, image: Image, name: Name }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function seenHost(host: Host, clusters: State["swarms"]): HostSeen {
  const swarm = host.Swarm && clusters[host.Swarm.ClusterID];
  const overlays = Object.keys(host.Overlays).map((id) => [id, { name: swarm?.Networks[id]?.Spec.Name ?? id, type: "overlay" }] as const);
  const locals = Object.values(host.Networks).map(({ Id, Name, Driver }) => [Id, { name: Name, type: Driver }] as const);
  const later = putOffContainers(host);
  const seen = later ? undefined : seenContainers(Object.values(host.Containers));
  return {
    asBefore: later !== undefined,
    containers: () => seen ?? seenContainers(later?.() ?? []),
    networks: new Map([...locals, ...overlays]),
    volumes: new Set(Object.keys(host.Volumes)),
  };
}

function seenContainers(containers: readonly StoredContainer[]): Map<string, SeenContainer> {
  const seen = containers.map((container) => {
    const joined = container.State === "running" ? Object.entries(container.Endpoints) : [];
    const networks = new Map(joined.map(([name, { NetworkID }]) => [NetworkID, name]));
    return [
      container.Id,
      { state: container.State, name: container.Name, attributes: attributesOf(container), networks, exit: String(container.ExitCode) },
    ] as const;
  });
  return new Map(seen);
}

type MakeEvent = (type: string, action: string, id: string, attributes: Record<string, string>) => Happening;
type MakeJoined = (action: string, id: string, container: string, name: string) => Happening;

function compareContainers(
  before: ReturnType<HostSeen["containers"]>,
  after: ReturnType<HostSeen["containers"]>,
  event: MakeEvent,
  joined: MakeJoined,
): Happening[] {
  const events: Happening[] = [];
  for (const [id, now] of after) {
    const known = before.get(id);
    if (!known) events.push(event("container", "create", id, now.attributes));
    if (known && known.name !== now.name) events.push(event("container", "rename", id, { ...now.attributes, oldName: `/${known.name}` }));
    for (const [network, name] of now.networks) if (!known?.networks.has(network)) events.push(joined("connect", network, id, name));
    if (now.state === "running" && known?.state !== "running") events.push(event("container", "start", id, now.attributes));
    for (const [network, name] of known?.networks ?? []) if (!now.networks.has(network)) events.push(joined("disconnect", network, id, name));
    if (now.state !== "running" && known?.state === "running") {
      events.push(event("container", "stop", id, now.attributes), event("container", "die", id, { ...now.attributes, exitCode: now.exit }));
    }
  }
  for (const [id, known] of before) {
    if (after.has(id)) continue;
    for (const [network, name] of known.networks) events.push(joined("disconnect", network, id, name));
    // Removed while it ran: by force, or because it was run with --rm, which ends it as a stop does.
    if (known.state === "running") events.push(event("container", "die", id, { ...known.attributes, exitCode: known.exit }));
    events.push(event("container", "destroy", id, known.attributes));
  }
  return events;
}

function compareHosts(owner: string, before: HostSeen, after: HostSeen): Happening[] {
  const event: MakeEvent = (type, action, id, attributes) => ({
    owner,
    scope: "local",
    type,
    action,
    id,
    attributes,
  });
  const networkOf = (id: string) => after.networks.get(id) ?? before.networks.get(id);
  const joined: MakeJoined = (action, id, container, name) => event("network", action, id, { container, name, type: networkOf(id)?.type ?? "overlay" });
  const events: Happening[] = [];
  for (const [id, attributes] of after.networks) if (!before.networks.has(id)) events.push(event("network", "create", id, attributes));
  for (const name of after.volumes) if (!before.volumes.has(name)) events.push(event("volume", "create", name, { driver: "local" }));
  if (!after.asBefore) events.push(...compareContainers(before.containers(), after.containers(), event, joined));
  for (const [id, attributes] of before.networks) if (!after.networks.has(id)) events.push(event("network", "destroy", id, { ...attributes }));
  for (const name of before.volumes) if (!after.volumes.has(name)) events.push(event("volume", "destroy", name, { driver: "local" }));
  return events;
}

/** Last seen versions of all objects of a state. */
export interface Sight {
  readonly swarms: ReadonlyMap<string, ReadonlyMap<Kind, Objects>>;
  readonly hosts: ReadonlyMap<string, HostSeen>;
}

/** Looks at a state. */
export function look(state: State): Sight {
  const swarms = Object.values(state.swarms).map((cluster) => [cluster.ID, new Map(KINDS.map((kind) => [kind, objectsOf(kind, cluster)]))] as const);
  return { swarms: new Map(swarms), hosts: new Map(Object.values(state.hosts).map((host) => [host.Name, seenHost(host, state.swarms)])) };
}

/**
 * What happened between two looks, in the order in which an engine does things: the swarm's objects, then what they bring
 * about on each host. A swarm or host that was not there before says nothing of what it came with.
 */
export function happenings(before: Sight, after: Sight): Happening[] {
  const swarms = [...after.swarms].flatMap(([owner, kinds]) => {
    const known = before.swarms.get(owner);
    return known ? KINDS.flatMap((kind) => compare(owner, kind, known.get(kind) ?? new Map(), kinds.get(kind) ?? new Map())) : [];
  });
  const hosts = [...after.hosts].flatMap(([owner, host]) => {
    const known = before.hosts.get(owner);
    return known ? compareHosts(owner, known, host) : [];
  });
  return [...swarms, ...hosts];
}
