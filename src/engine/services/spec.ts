import type { ContainerSpec, EndpointSpec, Mount, ServiceMode, ServiceSpec, TaskSpec, UpdateConfig } from "../../api/index.ts";

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
  return ordered({ ...spec, Labels: labels, Mounts: mounts, Isolation }, CONTAINER_KEYS);
}

/** A specification as it comes back from the swarm's store: every field in the Engine's order, what the store adds added. */
export function normalSpec(spec: ServiceSpec): ServiceSpec {
  const { ContainerSpec: container, ...template } = spec.TaskTemplate;
  const task: TaskSpec = ordered(
    {
      ...template,
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
      EndpointSpec: normalEndpoint(spec.EndpointSpec),
    },
    SPEC_KEYS,
  );
}

/** A mode with its counts: one replica where none was said. */
function normalMode(mode: ServiceMode): ServiceMode {
  const { Replicated: replicated, ReplicatedJob: job } = mode;
  if (job) return { ReplicatedJob: { MaxConcurrent: job.MaxConcurrent ?? 1, TotalCompletions: job.TotalCompletions ?? 1 } };
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

function normalEndpoint(spec: EndpointSpec | undefined): EndpointSpec {
  const ports = spec?.Ports?.map(({ Name, Protocol, TargetPort, PublishedPort, PublishMode }) => ({
    ...(Name && { Name }),
    Protocol: Protocol || "tcp",
    ...(TargetPort && { TargetPort }),
    ...(PublishedPort && { PublishedPort }),
    PublishMode: PublishMode || "ingress",
  }));
  return { Mode: spec?.Mode || "vip", ...(ports && ports.length > 0 && { Ports: ports }) };
}

const CONFIG_DEFAULTS = { Parallelism: 1, FailureAction: "pause", Monitor: 5_000_000_000, MaxFailureRatio: 0, Order: "stop-first" };

/** Settings with the time for which a new task is watched; all defaults where none were given. */
function withMonitor(config: UpdateConfig | undefined): UpdateConfig {
  return config ? normalUpdate({ ...config, Monitor: config.Monitor ?? CONFIG_DEFAULTS.Monitor }) : { ...CONFIG_DEFAULTS };
}

/** The specification with the defaults that `service inspect` asks for (`?insertDefaults=true`). */
export function withDefaults(spec: ServiceSpec): ServiceSpec {
  const container = spec.TaskTemplate.ContainerSpec;
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
          RestartPolicy: restart,
        },
        TASK_KEYS,
      ),
      UpdateConfig: withMonitor(spec.UpdateConfig),
      RollbackConfig: withMonitor(spec.RollbackConfig),
    },
    SPEC_KEYS,
  );
}
