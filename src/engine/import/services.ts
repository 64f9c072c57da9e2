import type { EndpointSpec, Service, ServiceSpec, SwarmReading, Task, TaskSpec } from "../../api/index.ts";
import { sameJson } from "../../values/same-json.ts";
import type { EngineProfile } from "../profiles/index.ts";
import { hasHiddenValues } from "../services/hidden-values.ts";
import { normalSpec, withDefaults } from "../services/spec.ts";

type Profile = Pick<EngineProfile, "swapLimits">;

/** A specification in the store's form. Go's false stands for what nobody said: engines show it, and clients leave it out. */
function stored(spec: ServiceSpec, profile: Profile): ServiceSpec {
  const normal = normalSpec(spec, profile);
  const { ContainerSpec: container } = normal.TaskTemplate;
  if (container?.Privileges?.NoNewPrivileges !== false) return normal;
  const { NoNewPrivileges: _false, ...Privileges } = container.Privileges;
  return { ...normal, TaskTemplate: { ...normal.TaskTemplate, ContainerSpec: { ...container, Privileges } } };
}

/** A task's own specification in the store's form; the API shows it without its runtime. */
export function storedTaskSpec(spec: TaskSpec, profile: Profile): TaskSpec {
  return stored({ Labels: null, Mode: {}, TaskTemplate: spec }, profile).TaskTemplate;
}

const isEmpty = (value: object | undefined): boolean => value !== undefined && Object.keys(value).length === 0;

/** A specification without the defaults that `docker service inspect` asks for, where it has all of them. */
function withoutDefaults(spec: ServiceSpec): ServiceSpec {
  if (!sameJson(withDefaults(spec), spec) || spec.UpdateConfig === undefined || spec.RollbackConfig === undefined) return spec;
  const { UpdateConfig, RollbackConfig, ...rest } = spec;
  const [none] = [withDefaults({ Labels: null, TaskTemplate: { ForceUpdate: 0 }, Mode: {} })];
  const { ContainerSpec: container, Resources, RestartPolicy, Placement, ...template } = spec.TaskTemplate;
  const { StopGracePeriod, DNSConfig, ...kept } = container ?? {};
  const own = {
    ...(StopGracePeriod !== 10_000_000_000 && { StopGracePeriod }),
    ...(!isEmpty(DNSConfig) && { DNSConfig }),
  };
  return {
    ...rest,
    TaskTemplate: {
      ...template,
      ...(container && { ContainerSpec: { ...kept, ...own } }),
      ...(!isEmpty(Resources) && { Resources }),
      ...(!sameJson(RestartPolicy, none.TaskTemplate.RestartPolicy) && { RestartPolicy }),
      ...(!isEmpty(Placement) && { Placement }),
    },
    ...(!sameJson(UpdateConfig, none.UpdateConfig) && { UpdateConfig }),
    ...(!sameJson(RollbackConfig, none.RollbackConfig) && { RollbackConfig }),
  };
}

/**
 * The specification that a swarm keeps, out of what an engine showed of it: with defaults filled in, as `service inspect` asks for, or
 * without. Where defaults were filled in, the tasks of the service say what was there, since they show none.
 */
function keptSpec(shown: ServiceSpec, tasks: readonly TaskSpec[], profile: Profile): ServiceSpec {
  const spec = stored(shown, profile);
  const bare = stored(withoutDefaults(spec), profile);
  if (sameJson(bare, spec)) return spec;
  const full = (template: TaskSpec): TaskSpec => stored(withDefaults({ ...spec, TaskTemplate: template }), profile).TaskTemplate;
  const own = tasks.find((template) => sameJson(full(template), spec.TaskTemplate));
  return own ? { ...bare, TaskTemplate: own } : bare;
}

/** A service as the simulated swarm keeps it; `tasks` are the specifications of its tasks in the store's form. */
export function storedService(service: Service, tasks: readonly TaskSpec[], profile: Profile): Service {
  const { ServiceStatus: _status, PreviousSpec, ...kept } = service;
  const endpoint: EndpointSpec = service.Endpoint?.Spec ?? {};
  const Spec = keptSpec(service.Spec, tasks, profile);
  return {
    ...kept,
    Spec,
    ...(PreviousSpec && { PreviousSpec: keptSpec(PreviousSpec, tasks, profile) }),
    Endpoint: { ...service.Endpoint, Spec: endpoint },
  };
}

/** The endpoint that a task was made with: that of the specification that its own one belongs to. */
export function endpointOf(service: Service, spec: Task["Spec"]): EndpointSpec | undefined {
  const { Spec, PreviousSpec } = service;
  const isOld = PreviousSpec && !sameJson(spec, Spec.TaskTemplate) && sameJson(spec, PreviousSpec.TaskTemplate);
  return (isOld ? PreviousSpec : Spec).EndpointSpec;
}

/** Tasks whose variables were not gathered, with those of their services, of which digests were: a task without them says nothing else. */
export function withHiddenVariables(reading: SwarmReading): SwarmReading {
  const hidden = new Map(reading.services.flatMap(({ ID, Spec }) => (hasHiddenValues(Spec) ? [[ID, Spec.TaskTemplate.ContainerSpec?.Env] as const] : [])));
  if (hidden.size === 0) return reading;
  const tasks = reading.tasks.map((task): Task => {
    const Env = hidden.get(task.ServiceID ?? "");
    const { ContainerSpec: container } = task.Spec;
    return !Env || !container || container.Env ? task : { ...task, Spec: { ...task.Spec, ContainerSpec: { ...container, Env } } };
  });
  return { ...reading, tasks };
}
