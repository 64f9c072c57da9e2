import type { ContainerSpec, Mount, ServiceSpec, TaskSpec } from "../../api/index.ts";

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

function normalMount(mount: Mount): Mount {
  return { ...mount, Type: mount.Type || "bind" };
}

function normalContainer(spec: ContainerSpec): ContainerSpec {
  const mounts = spec.Mounts?.map(normalMount);
  const labels = spec.Labels && Object.keys(spec.Labels).length > 0 ? spec.Labels : undefined;
  return ordered({ ...spec, Labels: labels, Mounts: mounts, Isolation: spec.Isolation || "default" }, CONTAINER_KEYS);
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
  const mode = spec.Mode && Object.keys(spec.Mode).length > 0 ? spec.Mode : { Replicated: { Replicas: 1 } };
  return ordered({ ...spec, Labels: spec.Labels ?? {}, TaskTemplate: task, Mode: mode }, SPEC_KEYS);
}

const CONFIG_DEFAULTS = { Parallelism: 1, FailureAction: "pause", Monitor: 5_000_000_000, MaxFailureRatio: 0, Order: "stop-first" };

/** The specification with the defaults that `service inspect` asks for (`?insertDefaults=true`). */
export function withDefaults(spec: ServiceSpec): ServiceSpec {
  const container = spec.TaskTemplate.ContainerSpec;
  const update = { ...CONFIG_DEFAULTS };
  const restart = { Condition: "any", Delay: 5_000_000_000, MaxAttempts: 0, ...spec.TaskTemplate.RestartPolicy };
  return ordered(
    {
      ...spec,
      TaskTemplate: ordered(
        {
          ...spec.TaskTemplate,
          ...(container && { ContainerSpec: ordered({ ...container, StopGracePeriod: container.StopGracePeriod ?? 10_000_000_000 }, CONTAINER_KEYS) }),
          RestartPolicy: restart,
        },
        TASK_KEYS,
      ),
      UpdateConfig: spec.UpdateConfig ?? update,
      RollbackConfig: spec.RollbackConfig ?? { ...CONFIG_DEFAULTS },
    },
    SPEC_KEYS,
  );
}
