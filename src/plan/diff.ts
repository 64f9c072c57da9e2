import { type NetworkInspect, type Node, type Service, type ServiceSpec, TASK_STATES, type Task } from "../api/index.ts";
import type { Certainty } from "./certainty.ts";
import { attachmentsOf, isAllocated, isEncrypted, portsOf, stackOf, subnetsOf, VXLAN } from "./facts.ts";
import { type FieldChange, fieldChanges } from "./fields.ts";
import type { Snapshot } from "./snapshot.ts";
import { type StandingUpdate, standingUpdate } from "./updates.ts";

/** Action on an object: replaced means removed and made anew. */
export type Action = "add" | "change" | "replace" | "remove";

/** Kinds of objects, in the order in which they are shown. */
export const KINDS = ["swarm", "node", "network", "secret", "config", "service"] as const;
export type Kind = (typeof KINDS)[number];

/** Tasks of a service that a change touches. */
export interface TaskChange {
  /** Running before, and stopped with another started in their place. */
  readonly restarted: number;
  readonly started: number;
  readonly stopped: number;
  /** Wanted, and not running: why, by count. */
  readonly waiting: Readonly<Record<string, number>>;
}

/** A difference between two snapshots. */
export interface Change {
  readonly action: Action;
  readonly kind: Kind;
  readonly name: string;
  /** The stack that the object belongs to, by its label; absent where it belongs to none. */
  readonly stack?: string;
  /** Details of the object as it will be (or as it was, where it goes): label to text. */
  readonly facts: Readonly<Record<string, string>>;
  /** Differing fields; empty for an object that is added or removed whole. */
  readonly fields: readonly FieldChange[];
  readonly tasks?: TaskChange;
  /** The rolling update of a service that does not come to its end; absent where it does. */
  readonly update?: StandingUpdate;
  /** How sure facts are that are not certain, by label: only of what is planned on an imported swarm. */
  readonly certainty?: Readonly<Record<string, Certainty>>;
}

/** Counts of a list of changes. */
export interface Summary {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly remove: number;
  readonly tasks: { readonly restarted: number; readonly started: number; readonly stopped: number; readonly waiting: number };
}

const NEVER_SHOWN = new Set(["bridge", "host", "none"]);

/** Networks worth a line: what the user or the swarm made. Names are unique within a scope. */
function networksOf({ networks }: Snapshot): Map<string, NetworkInspect> {
  const shown = networks.filter(({ Name, Scope }) => Scope === "swarm" || !NEVER_SHOWN.has(Name));
  return new Map(shown.map((network) => [`${network.Scope}/${network.Name}`, network]));
}

function networkFacts(network: NetworkInspect): Record<string, string> {
  const [config] = network.IPAM.Config ?? [];
  const vxlan = network.Options?.[VXLAN];
  return {
    driver: network.Driver || "none yet",
    subnet: isAllocated(network) || network.ConfigOnly ? subnetsOf(network).join(", ") : "none: it cannot be allocated",
    ...(config?.Gateway && { gateway: config.Gateway }),
    ...(vxlan && { vxlan }),
    ...(isEncrypted(network) && { encrypted: "yes" }),
    ...(network.Attachable && { attachable: "yes" }),
    ...(network.Internal && { internal: "yes" }),
  };
}

/** Fields of a network that count as its meaning: without IDs and times; the VXLAN ID only within one swarm. */
function networkMeaning(network: NetworkInspect, ids: boolean): object {
  const { Driver, Scope, EnableIPv6, IPAM, Internal, Attachable, Ingress, ConfigFrom, ConfigOnly, Options, Labels } = network;
  const options = Object.fromEntries(Object.entries(Options ?? {}).filter(([key]) => ids || key !== VXLAN));
  return { Driver, Scope, EnableIPv6, IPAM, Internal, Attachable, Ingress, ConfigFrom, ConfigOnly, Options: options, Labels: Labels ?? {} };
}

const nameOf = (snapshot: Snapshot, id: string): string => snapshot.networks.find(({ Id }) => Id === id)?.Name ?? id;

/** VIPs of a service as "network address". */
function vips(snapshot: Snapshot, { Endpoint }: Service): string[] {
  return (Endpoint.VirtualIPs ?? []).map(({ NetworkID, Addr }) => `${nameOf(snapshot, NetworkID ?? "")} ${Addr ? Addr.split("/")[0] : "none"}`);
}

/** A published port in short: "8080->80/tcp", with "on the node" behind it in host mode. */
export const portText = ({ PublishedPort, TargetPort, Protocol = "tcp", PublishMode }: ReturnType<typeof portsOf>[number]): string =>
  `${PublishedPort ?? "?"}->${TargetPort ?? "?"}/${Protocol}${PublishMode === "host" ? " on the node" : ""}`;

function serviceFacts(snapshot: Snapshot, service: Service): Record<string, string> {
  const { Mode, TaskTemplate, EndpointSpec } = service.Spec;
  const addresses = vips(snapshot, service);
  const ports = portsOf(service).map(portText);
  const networks = attachmentsOf(service).map(({ Target = "" }) => nameOf(snapshot, Target));
  return {
    ...(TaskTemplate.ContainerSpec?.Image && { image: TaskTemplate.ContainerSpec.Image.replace(/@.*$/, "") }),
    mode: Mode.Replicated ? `${Mode.Replicated.Replicas ?? 1} replicas` : Mode.Global ? "global" : "job",
    ...(networks.length > 0 && { networks: networks.join(", ") }),
    ...(EndpointSpec?.Mode === "dnsrr" && { endpoint: "dnsrr" }),
    ...(addresses.length > 0 && { vip: addresses.join(", ") }),
    ...(ports.length > 0 && { ports: ports.join(", ") }),
  };
}

const UPDATE_DEFAULTS = { Parallelism: 1, FailureAction: "pause", Monitor: 5_000_000_000, MaxFailureRatio: 0, Order: "stop-first" };
const RESTART_DEFAULTS = { Condition: "any", Delay: 5_000_000_000, MaxAttempts: 0 };

/** A specification with the defaults that `docker service inspect` fills in and a list does not. */
function withDefaults({ TaskTemplate: template, UpdateConfig, RollbackConfig, EndpointSpec, ...rest }: ServiceSpec): ServiceSpec {
  const container = template.ContainerSpec;
  const privileges = container?.Privileges && { ...container.Privileges, NoNewPrivileges: container.Privileges.NoNewPrivileges || undefined };
  return {
    ...rest,
    TaskTemplate: {
      ...template,
      ...(container && { ContainerSpec: { StopGracePeriod: 10_000_000_000, ...container, ...(privileges && { Privileges: privileges }) } }),
      RestartPolicy: { ...RESTART_DEFAULTS, ...template.RestartPolicy },
    },
    UpdateConfig: { ...UPDATE_DEFAULTS, ...UpdateConfig },
    RollbackConfig: { ...UPDATE_DEFAULTS, ...RollbackConfig },
    EndpointSpec: { Mode: "vip", ...EndpointSpec },
  };
}

/** Fields of a service that count as its meaning, without IDs: networks, secrets and configs by name, addresses by network. */
function serviceMeaning(snapshot: Snapshot, service: Service, ids: boolean): object {
  const Spec = withDefaults(service.Spec);
  const container = Spec.TaskTemplate.ContainerSpec;
  const files = <T extends { SecretID?: string; ConfigID?: string }>(list: readonly T[] | undefined): object[] | undefined =>
    list?.map(({ SecretID: _secret, ConfigID: _config, ...rest }) => rest);
  const Networks = attachmentsOf(service)
    .map(({ Target = "", Aliases }) => ({ Network: nameOf(snapshot, Target), ...(Aliases?.length && { Aliases }) }))
    .sort((a, b) => (a.Network < b.Network ? -1 : 1));
  const { Networks: _networks, ...template } = Spec.TaskTemplate;
  return {
    Labels: Spec.Labels ?? {},
    TaskTemplate: { ...template, ...(container && { ContainerSpec: { ...container, Secrets: files(container.Secrets), Configs: files(container.Configs) } }) },
    Networks,
    Mode: Spec.Mode,
    UpdateConfig: Spec.UpdateConfig,
    RollbackConfig: Spec.RollbackConfig,
    EndpointSpec: Spec.EndpointSpec,
    ...(ids && { VirtualIPs: vips(snapshot, service), Ports: portsOf(service).map(portText) }),
  };
}

const RUNNING = TASK_STATES.indexOf("running");
const isWanted = ({ DesiredState }: Task): boolean => TASK_STATES.indexOf(DesiredState) <= RUNNING;
const isRunning = ({ Status }: Task): boolean => Status.State === "running";

/** Why a task does not run, for a list of such tasks. */
export function waitingReason({ Status, DesiredState }: Task): string {
  if (Status.Err) return Status.Err;
  if (Status.State === "new") return "no address: a network of it has none, or is not allocated";
  if (Status.State === "preparing") return "no load balancer: a network of it has no address for its node";
  return DesiredState === "ready" ? "ready to take over" : (Status.Message ?? Status.State);
}

function taskChange(before: readonly Task[], after: readonly Task[]): TaskChange {
  const [ran, runs] = [before.filter(isRunning), after.filter(isRunning)];
  const [known, kept] = [new Set(ran.map(({ ID }) => ID)), new Set(runs.map(({ ID }) => ID))];
  const [ended, begun] = [ran.filter(({ ID }) => !kept.has(ID)).length, runs.filter(({ ID }) => !known.has(ID)).length];
  const restarted = Math.min(ended, begun);
  const waiting: Record<string, number> = {};
  for (const task of after) if (isWanted(task) && !isRunning(task)) waiting[waitingReason(task)] = (waiting[waitingReason(task)] ?? 0) + 1;
  return { restarted, started: begun - restarted, stopped: ended - restarted, waiting };
}

function byService(tasks: readonly Task[]): Map<string, Task[]> {
  const map = new Map<string, Task[]>();
  for (const task of tasks) if (task.ServiceID) map.set(task.ServiceID, [...(map.get(task.ServiceID) ?? []), task]);
  return map;
}

const servicesById = ({ services }: Snapshot): ReadonlyMap<string, Service> => new Map(services.map((service) => [service.ID, service]));

interface Entry {
  readonly id: string;
  readonly stack?: string | undefined;
  readonly facts: Record<string, string>;
  readonly meaning: object;
}

function entriesOf(snapshot: Snapshot, ids: boolean): Record<Kind, Map<string, Entry>> {
  const { swarm } = snapshot;
  const pools: Record<string, string> = swarm
    ? { pools: swarm.DefaultAddrPool?.join(", ") || "10.0.0.0/8", "subnet size": `/${swarm.SubnetSize}`, "data path port": String(swarm.DataPathPort) }
    : {};
  const nodeOf = ({ ID, Spec, Description, Status, ManagerStatus }: Node): [string, Entry] => [
    Description.Hostname ?? ID,
    {
      id: ID,
      facts: { role: Spec.Role, availability: Spec.Availability, state: Status.State, address: Status.Addr, ...(ManagerStatus?.Leader && { leader: "yes" }) },
      meaning: {
        Role: Spec.Role,
        Availability: Spec.Availability,
        Labels: Spec.Labels ?? {},
        State: Status.State,
        Address: Status.Addr,
        Leader: ManagerStatus?.Leader ?? false,
      },
    },
  ];
  const plain = (
    { ID, Spec }: { ID: string; Spec: { Name: string; Labels: Record<string, string> | null; Data?: string } },
    withData: boolean,
  ): [string, Entry] => [
    Spec.Name,
    { id: ID, stack: stackOf(Spec.Labels), facts: {}, meaning: { Labels: Spec.Labels ?? {}, ...(withData && Spec.Data && { Data: Spec.Data }) } },
  ];
  return {
    swarm: new Map(
      swarm
        ? [
            [
              "",
              {
                id: swarm.ID,
                facts: pools,
                meaning: { Spec: swarm.Spec, DefaultAddrPool: swarm.DefaultAddrPool, SubnetSize: swarm.SubnetSize, DataPathPort: swarm.DataPathPort },
              },
            ],
          ]
        : [],
    ),
    node: new Map(snapshot.nodes.map(nodeOf)),
    network: new Map(
      [...networksOf(snapshot)].map(
        ([key, network]) =>
          [key, { id: network.Id, stack: stackOf(network.Labels), facts: networkFacts(network), meaning: networkMeaning(network, ids) }] as const,
      ),
    ),
    secret: new Map(snapshot.secrets.map((secret) => plain(secret, false))),
    config: new Map(snapshot.configs.map((config) => plain(config, true))),
    service: new Map(
      snapshot.services.map(
        (service) =>
          [
            service.Spec.Name ?? service.ID,
            { id: service.ID, stack: stackOf(service.Spec.Labels), facts: serviceFacts(snapshot, service), meaning: serviceMeaning(snapshot, service, ids) },
          ] as const,
      ),
    ),
  };
}

/** Name of an object in a list of changes, without the scope of a network. */
const shownName = (kind: Kind, key: string): string => (kind === "network" ? key.replace(/^\w+\//, "") : key);

/**
 * What leads from one snapshot to another, by kind and name. `ids` says that both are of one swarm: an object with another ID
 * was replaced then, and addresses count. Without it objects are held against each other by what they mean; a network
 * cannot change, so one that differs has to be replaced. With `addresses`, VIPs, ports and VXLAN IDs belong to what they mean.
 */
export function diffSnapshots(before: Snapshot, after: Snapshot, { ids, addresses = ids }: { ids: boolean; addresses?: boolean }): Change[] {
  const [left, right] = [entriesOf(before, addresses), entriesOf(after, addresses)];
  const [ran, runs] = [byService(before.tasks), byService(after.tasks)];
  const [were, are] = [servicesById(before), servicesById(after)];
  return KINDS.flatMap((kind) => {
    const keys = [...new Set([...left[kind].keys(), ...right[kind].keys()])];
    const changes = keys.flatMap((key): Change[] => {
      const [old, now] = [left[kind].get(key), right[kind].get(key)];
      const name = shownName(kind, key);
      const stack = (now ?? old)?.stack;
      const tasks = kind === "service" && ids ? { tasks: taskChange(ran.get(old?.id ?? "") ?? [], runs.get(now?.id ?? "") ?? []) } : {};
      const standing = kind === "service" && ids && now ? standingUpdate(were.get(now.id), are.get(now.id), runs.get(now.id) ?? []) : undefined;
      const update = standing && { update: standing };
      if (!old || !now)
        return [{ action: now ? "add" : "remove", kind, name, ...(stack && { stack }), facts: (now ?? old)?.facts ?? {}, fields: [], ...tasks }];
      const fields = fieldChanges(old.meaning, now.meaning);
      const anew = ids ? old.id !== now.id : kind === "network" && fields.length > 0;
      const touched = tasks.tasks && tasks.tasks.restarted + tasks.tasks.started + tasks.tasks.stopped > 0;
      if (anew) return [{ action: "replace", kind, name, ...(stack && { stack }), facts: now.facts, fields, ...tasks }];
      return fields.length > 0 || touched || update
        ? [{ action: "change", kind, name, ...(stack && { stack }), facts: now.facts, fields, ...tasks, ...update }]
        : [];
    });
    return changes.sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** How many changes of each kind there are, and the tasks that they touch. */
export function summaryOf(changes: readonly Change[]): Summary {
  const count = (action: Action): number => changes.filter((change) => change.action === action).length;
  const sum = (pick: (tasks: TaskChange) => number): number => changes.reduce((total, { tasks }) => total + (tasks ? pick(tasks) : 0), 0);
  const waiting = sum(({ waiting: reasons }) => Object.values(reasons).reduce((total, one) => total + one, 0));
  const tasks = { restarted: sum((one) => one.restarted), started: sum((one) => one.started), stopped: sum((one) => one.stopped), waiting };
  return { add: count("add"), change: count("change"), replace: count("replace"), remove: count("remove"), tasks };
}
