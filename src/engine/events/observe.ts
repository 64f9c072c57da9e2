import { isMarked, marksOf } from "../../store/changes.ts";
import { hasContainersAsFolded, putOffContainers } from "../../store/packed-state.ts";
import type { Cluster, Host, State, StoredContainer } from "../../store/schema.ts";
import { own } from "../../values/own.ts";

/** Something that happened, before it is given a time: whose it is (a host's name or a swarm's ID), and what. */
export interface Happening {
  readonly owner: string;
  readonly scope: "local" | "swarm";
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Last seen version of an object: its raft index says whether it changed. */
interface Seen {
  readonly index: number;
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

/** Objects of a kind as they are stored, by ID. */
function storedObjects(kind: Kind, cluster: Cluster): Readonly<Record<string, { Version: { Index: number }; Spec: { Name?: string } }>> {
  return { node: cluster.Nodes, network: cluster.Networks, service: cluster.Services, secret: cluster.Secrets, config: cluster.Configs }[kind];
}

function seenObject(kind: Kind, cluster: Cluster, id: string): Seen | undefined {
  const object = storedObjects(kind, cluster)[id];
  if (!object) return undefined;
  const name = kind === "node" ? (cluster.Nodes[id]?.Description.Hostname ?? "") : (object.Spec.Name ?? "");
  return { index: object.Version.Index, name, told: told(kind, cluster, id) };
}

/** The values that differ, as the attributes of an update. */
function differences(before: Seen, after: Seen): Record<string, string> {
  const keys = Object.keys(after.told).filter((key) => before.told[key] !== undefined && before.told[key] !== after.told[key]);
  return Object.fromEntries(keys.flatMap((key) => [[`${key}new`, after.told[key] as string] as const, [`${key}old`, before.told[key] as string] as const]));
}

/** Compares objects of a kind, those of some IDs alone, and notes what they are now; `ids` are in the order of the swarm's map. */
function compare(owner: string, kind: Kind, cluster: Cluster, known: Objects, ids: Iterable<string>): Happening[] {
  const base = { owner, scope: "swarm" as const, type: kind };
  const [moved, gone]: [Happening[], Happening[]] = [[], []];
  for (const id of ids) {
    const [before, after] = [known.get(id), seenObject(kind, cluster, id)];
    if (after) known.set(id, after);
    else known.delete(id);
    if (after && !before) moved.push({ ...base, action: "create", id, attributes: { name: after.name } });
    else if (after && before && before.index !== after.index)
      moved.push({ ...base, action: "update", id, attributes: { name: after.name, ...differences(before, after) } });
    else if (before && !after) gone.push({ ...base, action: "remove", id, attributes: { name: before.name } });
  }
  return [...moved, ...gone];
}

/** IDs of objects of a kind that may have changed, in the order of the swarm's map, then those that are gone. */
function changedIds(kind: Kind, cluster: Cluster, known: Objects): string[] {
  const now = storedObjects(kind, cluster);
  const ids: string[] = [];
  for (const { ID } of marksOf(cluster).members) if (known.has(ID) || own(now, ID)) ids.push(ID);
  if (ids.length < 2) return ids;
  const marked = new Set(ids);
  return [...Object.keys(now).filter((id) => marked.has(id)), ...ids.filter((id) => !own(now, id))];
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
  readonly host: Host;
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
  const asBefore = hasContainersAsFolded(host);
  const later = asBefore ? putOffContainers(host) : undefined;
  const seen = later ? undefined : seenContainers(Object.values(host.Containers));
  return {
    host,
    asBefore,
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

/** What was seen of a swarm. */
interface SeenSwarm {
  cluster: Cluster;
  readonly objects: ReadonlyMap<Kind, Objects>;
}

/** Watches a state from one transaction to the next, at a cost that follows what each changed. */
export class Observer {
  readonly #swarms = new Map<string, SeenSwarm>();
  readonly #hosts = new Map<string, HostSeen>();

  constructor(first: State) {
    this.happenings(first);
  }

  /**
   * What happened since the last call, in the order in which an engine does things: the swarm's objects, then what they bring about on each
   * host. A swarm or host that was not there before says nothing of what it came with. Called before the state is folded, which takes the
   * marks of its changes away.
   */
  happenings(state: State): Happening[] {
    const happened: Happening[] = [];
    for (const id of this.#swarms.keys()) if (!state.swarms[id]) this.#swarms.delete(id);
    for (const cluster of Object.values(state.swarms)) happened.push(...this.#swarmHappenings(cluster));
    for (const name of this.#hosts.keys()) if (!state.hosts[name]) this.#hosts.delete(name);
    for (const name in state.hosts) {
      const host = state.hosts[name] as Host;
      const known = this.#hosts.get(name);
      if (known?.host === host && hasContainersAsFolded(host) && !isMarked(host)) continue;
      const now = seenHost(host, state.swarms);
      if (known) happened.push(...compareHosts(name, known, now));
      this.#hosts.set(name, now);
    }
    return happened;
  }

  #swarmHappenings(cluster: Cluster): Happening[] {
    const known = this.#swarms.get(cluster.ID);
    const { objects } = known ?? { objects: new Map(KINDS.map((kind) => [kind, new Map()])) };
    const happened = KINDS.flatMap((kind) => {
      const seen = objects.get(kind) as Objects;
      // A swarm that was read anew is another object, whose marks say nothing of what became of the one before.
      const ids = known?.cluster === cluster ? changedIds(kind, cluster, seen) : new Set([...Object.keys(storedObjects(kind, cluster)), ...seen.keys()]);
      return compare(cluster.ID, kind, cluster, seen, ids);
    });
    this.#swarms.set(cluster.ID, { cluster, objects });
    return known ? happened : [];
  }
}
