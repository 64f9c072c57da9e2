import {
  type ContainerSpec,
  type EndpointSpec,
  failure,
  type Mount,
  type Placement,
  type Privileges,
  type ResourceRequirements,
  type RestartPolicy,
  type ServiceMode,
  type ServiceSpec,
  type TaskSpec,
  type UpdateConfig,
} from "../../api/index.ts";
import type { EngineProfile } from "../profiles/index.ts";

/** Keys of a value in the order of `keys`, those that are there; empty lists, maps and words are Go's zero values and go. */
function ordered<T extends object>(value: T, keys: readonly (keyof T)[]): T {
  const out: Partial<T> = {};
  for (const key of keys) {
    const item = value[key];
    if (item !== undefined && !(Array.isArray(item) && item.length === 0) && item !== "") out[key] = item;
  }
  return out as T;
}

const CONTAINER_KEYS: readonly (keyof ContainerSpec)[] = [
  ..."Image Labels Command Args Hostname Env Dir User Groups Privileges Init StopSignal TTY OpenStdin ReadOnly Mounts StopGracePeriod Healthcheck Hosts DNSConfig Secrets Configs Isolation Sysctls CapabilityAdd CapabilityDrop Ulimits OomScoreAdj".split(
    " ",
  ),
] as (keyof ContainerSpec)[];

const TASK_KEYS: readonly (keyof TaskSpec)[] =
  "ContainerSpec PluginSpec NetworkAttachmentSpec Resources RestartPolicy Placement Networks LogDriver ForceUpdate Runtime".split(" ") as (keyof TaskSpec)[];
const SPEC_KEYS: readonly (keyof ServiceSpec)[] = "Name Labels TaskTemplate Mode UpdateConfig RollbackConfig Networks EndpointSpec".split(
  " ",
) as (keyof ServiceSpec)[];

/** A mount as swarmkit keeps it: it has no consistency, no options of images, and of a bind's only propagation and recursion. */
function normalMount({ Type, Source, Target, ReadOnly, BindOptions: bind, VolumeOptions, TmpfsOptions }: Mount): Mount {
  const hasBind = bind?.Propagation || bind?.NonRecursive;
  return {
    Type: (Type || "bind").toLowerCase(),
    ...(Source && { Source }),
    ...(Target && { Target }),
    ...(ReadOnly && { ReadOnly }),
    ...(hasBind && { BindOptions: { Propagation: bind.Propagation || "rprivate", ...(bind.NonRecursive && { NonRecursive: true }) } }),
    ...(VolumeOptions && { VolumeOptions }),
    ...(TmpfsOptions && { TmpfsOptions }),
  };
}

const ISOLATIONS = ["process", "hyperv"];

function normalContainer(spec: ContainerSpec): ContainerSpec {
  const mounts = spec.Mounts?.map(normalMount);
  const labels = spec.Labels && Object.keys(spec.Labels).length > 0 ? spec.Labels : undefined;
  const isolation = (spec.Isolation ?? "").toLowerCase();
  const Isolation = ISOLATIONS.includes(isolation) ? isolation : "default";
  const retries = spec.Healthcheck?.Retries;
  const privileges = spec.Privileges && normalPrivileges(spec.Privileges);
  return ordered(
    {
      ...spec,
      Labels: labels,
      Mounts: mounts,
      Isolation,
      ...(privileges && { Privileges: privileges }),
      ...(spec.Healthcheck && retries && { Healthcheck: { ...spec.Healthcheck, Retries: Number(BigInt.asIntN(32, BigInt(retries))) } }),
    },
    CONTAINER_KEYS,
  );
}

/** Privileges with the modes that the store has for what nobody said, or knows. */
function normalPrivileges({ Seccomp, AppArmor, ...rest }: Privileges): Privileges {
  const { NoNewPrivileges, ...first } = rest;
  return {
    ...first,
    ...(Seccomp && {
      Seccomp: { Mode: wordOf(["default", "unconfined", "custom"], Seccomp.Mode as string), ...(Seccomp.Profile ? { Profile: Seccomp.Profile } : {}) },
    }),
    ...(AppArmor && { AppArmor: { Mode: wordOf(["default", "disabled"], AppArmor.Mode as string) } }),
    ...(NoNewPrivileges !== undefined && { NoNewPrivileges }),
  };
}

/** Resources without what the engine's version does not know. */
function knownResources(resources: ResourceRequirements, { swapLimits }: Pick<EngineProfile, "swapLimits">): ResourceRequirements {
  const { SwapBytes, MemorySwappiness, ...rest } = resources;
  if (!swapLimits) return rest;
  return { ...rest, ...(SwapBytes !== undefined && { SwapBytes }), ...(MemorySwappiness !== undefined && { MemorySwappiness }) };
}

/**
 * A specification as it comes back from the store of a swarm whose engines are of this profile: every field in the Engine's order, what
 * the store adds added.
 */
export function normalSpec(spec: ServiceSpec, profile: Pick<EngineProfile, "swapLimits">): ServiceSpec {
  const { ContainerSpec: container, ...template } = spec.TaskTemplate;
  const { PluginSpec: plugin, NetworkAttachmentSpec: _attachment, ...kept } = template;
  const task = ordered<TaskSpec>(
    {
      ...kept,
      ...(plugin && !container && { PluginSpec: plugin }),
      ...(template.Resources && { Resources: knownResources(template.Resources, profile) }),
      ...(template.RestartPolicy && { RestartPolicy: normalRestart(template.RestartPolicy) }),
      ...(template.Placement && { Placement: normalPlacement(template.Placement) }),
      ...(container && { ContainerSpec: normalContainer(container) }),
      ForceUpdate: template.ForceUpdate ?? 0,
      Runtime: template.Runtime || "container",
    },
    TASK_KEYS,
  );
  const { UpdateConfig: update, RollbackConfig: rollback } = spec;
  return ordered(
    {
      ...spec,
      Labels: spec.Labels ?? {},
      TaskTemplate: task,
      Mode: normalMode(spec.Mode ?? {}),
      ...(update && { UpdateConfig: normalUpdate(update) }),
      ...(rollback && { RollbackConfig: normalUpdate(rollback) }),
      ...(spec.EndpointSpec && { EndpointSpec: normalEndpoint(spec.EndpointSpec) }),
    },
    SPEC_KEYS,
  );
}

/** A restart policy with its condition and attempts, which the store always has. */
function normalRestart({ Condition, Delay, MaxAttempts, Window }: RestartPolicy): RestartPolicy {
  return {
    Condition: Condition || "any",
    ...(Delay !== undefined && Delay !== null && { Delay }),
    MaxAttempts: MaxAttempts ?? 0,
    ...(Window !== undefined && Window !== null && { Window }),
  };
}

/** A placement without preferences that say nothing. */
function normalPlacement({ Preferences, ...rest }: Placement): Placement {
  const said = Preferences?.filter(({ Spread }) => Spread);
  return ordered({ ...rest, ...(said && said.length > 0 && { Preferences: said }) }, ["Constraints", "Preferences", "MaxReplicas", "Platforms"]);
}

/** A mode with its counts: one replica where none was said. */
function normalMode(mode: ServiceMode): ServiceMode {
  const { Replicated: replicated, ReplicatedJob: job } = mode;
  if (Object.values(mode).filter(Boolean).length > 1) throw failure("service-modes");
  if (job) return { ReplicatedJob: { MaxConcurrent: job.MaxConcurrent ?? 1, TotalCompletions: job.TotalCompletions ?? job.MaxConcurrent ?? 1 } };
  return replicated || Object.keys(mode).length === 0 ? { Replicated: { Replicas: replicated?.Replicas ?? 1 } } : mode;
}

/** Update settings with the words that stand for zero in the store. */
function normalUpdate({ Parallelism, Delay, FailureAction, Monitor, MaxFailureRatio, Order }: UpdateConfig): UpdateConfig {
  return {
    Parallelism: Parallelism ?? 0,
    ...(Delay && { Delay }),
    FailureAction: FailureAction || "pause",
    ...(Monitor && { Monitor }),
    MaxFailureRatio: MaxFailureRatio ?? 0,
    Order: Order || "stop-first",
  };
}

/** One of these words, in whatever case; the first of them for any other. */
function wordOf(words: readonly string[], given: string | undefined): string {
  const lower = (given ?? "").toLowerCase();
  return words.includes(lower) ? lower : (words[0] as string);
}

function normalEndpoint(spec: EndpointSpec): EndpointSpec {
  const ports = spec.Ports?.map(({ Name, Protocol, TargetPort, PublishedPort, PublishMode }) => ({
    ...(Name && { Name }),
    Protocol: wordOf(["tcp", "udp", "sctp"], Protocol),
    ...(TargetPort && { TargetPort }),
    ...(PublishedPort && { PublishedPort }),
    PublishMode: wordOf(["ingress", "host"], PublishMode),
  }));
  return { Mode: spec.Mode || "vip", ...(ports && ports.length > 0 && { Ports: ports }) };
}

const CONFIG_DEFAULTS = { Parallelism: 1, FailureAction: "pause", Monitor: 5_000_000_000, MaxFailureRatio: 0, Order: "stop-first" };

/** Settings with the time for which a new task is watched; all defaults where none were given. */
function withMonitor(config: UpdateConfig | undefined): UpdateConfig {
  return config ? normalUpdate({ ...config, Monitor: config.Monitor ?? CONFIG_DEFAULTS.Monitor }) : { ...CONFIG_DEFAULTS };
}

/** The specification with the defaults that `service inspect` asks for (`?insertDefaults=true`). */
export function withDefaults(spec: ServiceSpec): ServiceSpec {
  const container = spec.TaskTemplate.ContainerSpec;
  const { Resources = {}, Placement = {} } = spec.TaskTemplate;
  const restart = { Condition: "any", Delay: 5_000_000_000, MaxAttempts: 0, ...spec.TaskTemplate.RestartPolicy };
  return ordered(
    {
      ...spec,
      TaskTemplate: ordered(
        {
          ...spec.TaskTemplate,
          ...(container && {
            ContainerSpec: ordered(
              { ...container, StopGracePeriod: container.StopGracePeriod ?? 10_000_000_000, DNSConfig: container.DNSConfig ?? {} },
              CONTAINER_KEYS,
            ),
          }),
          Resources,
          RestartPolicy: restart,
          Placement,
        },
        TASK_KEYS,
      ),
      UpdateConfig: withMonitor(spec.UpdateConfig),
      RollbackConfig: withMonitor(spec.RollbackConfig),
    },
    SPEC_KEYS,
  );
}
