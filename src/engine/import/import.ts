import type { Service, SwarmReading, TaskSpec } from "../../api/index.ts";
import { SCHEMA, type State } from "../../store/schema.ts";
import { emptyState } from "../../store/tx.ts";
import { reconcile } from "../reconcile.ts";
import { type Dependencies, nanoseconds, type Tx } from "../tx.ts";
import { workOutAddresses } from "./addresses.ts";
import { hostOfReading } from "./hosts.ts";
import { adoptLocalNetworks, adoptNetworks, adoptOverlays } from "./networks.ts";
import { raiseSwarm } from "./nodes.ts";
import { storedService, withHiddenVariables } from "./services.ts";
import { adoptContainers, adoptTasks, taskSpecs } from "./tasks.ts";

const NEVER = "0001-01-01T00:00:00Z";

/** Services whole, with secrets and configs; of those that no file has, the name that a service gives them. */
function adoptObjects(tx: Tx, { services, tasks, secrets, configs }: SwarmReading, specs: (spec: TaskSpec) => TaskSpec): void {
  const cluster = tx.manager();
  for (const secret of secrets) cluster.Secrets[secret.ID] = secret;
  for (const config of configs) cluster.Configs[config.ID] = config;
  const own = new Map<string, Set<TaskSpec>>();
  for (const { ServiceID = "", Spec } of tasks) own.set(ServiceID, (own.get(ServiceID) ?? new Set()).add(specs(Spec)));
  for (const service of services) {
    cluster.Services[service.ID] = storedService(service, [...(own.get(service.ID) ?? [])], tx.profile);
    nameFiles(tx, service);
  }
}

function nameFiles(tx: Tx, { Spec }: Service): void {
  const cluster = tx.manager();
  const head = { Version: { Index: cluster.Index }, CreatedAt: NEVER, UpdatedAt: NEVER };
  for (const { SecretID, SecretName } of Spec.TaskTemplate.ContainerSpec?.Secrets ?? [])
    cluster.Secrets[SecretID] ??= { ID: SecretID, ...head, Spec: { Name: SecretName, Labels: {} } };
  for (const { ConfigID, ConfigName } of Spec.TaskTemplate.ContainerSpec?.Configs ?? [])
    cluster.Configs[ConfigID] ??= { ID: ConfigID, ...head, Spec: { Name: ConfigName, Labels: {} } };
}

/** Sets the counters behind all that the swarm has written. */
function setCounters(tx: Tx, reading: SwarmReading): void {
  const cluster = tx.manager();
  const { swarm, nodes, services, tasks, secrets, configs } = reading;
  const objects = [...(swarm ? [swarm] : []), ...nodes, ...services, ...tasks, ...secrets, ...configs];
  for (const { Version } of objects) cluster.Index = Math.max(cluster.Index, Version?.Index ?? 0);
}

/**
 * The state of a simulated swarm that is what was read of a real one: its nodes as hosts, its networks, services, tasks, secrets and
 * configs as they are. What no API tells is worked out, what was not read is made anew: tasks where there are none, nodes where there are none.
 */
export async function importState(read: SwarmReading, dependencies: Dependencies): Promise<State> {
  const reading = withHiddenVariables(read);
  const state = emptyState(dependencies.profile.name, SCHEMA);
  state.clock = String(newestTime(reading));
  const tx = raiseSwarm(state, reading, dependencies, await dependencies.loadCA());
  // A leader that is down is looked at as it was: nothing of it moves.
  const { host } = tx;
  const { Up } = host;
  host.Up = true;
  const cluster = tx.manager();
  adoptNetworks(cluster, reading);
  const specs = taskSpecs(tx.profile);
  adoptObjects(tx, reading, specs);
  adoptTasks(cluster, reading, specs);
  for (const engine of reading.engines) {
    const own = hostOfReading(state, cluster, engine);
    if (own) adoptLocalNetworks(own, engine.Networks);
    adoptOverlays(state, cluster, engine);
  }
  adoptContainers(tx, cluster, reading);
  workOutAddresses(cluster, tx.profile);
  setCounters(tx, reading);
  cluster.Origin = reading.origin ?? { Pools: reading.swarm !== undefined, Tasks: reading.tasks.length > 0, Nodes: reading.nodes.length > 0 };
  host.Up = Up;
  reconcile(tx, cluster);
  tx.close();
  return state;
}

/** The latest time of what was read, nanoseconds since 1970: the simulated swarm goes on behind it. */
function newestTime({ services, tasks, nodes }: SwarmReading): bigint {
  const newest = [...services, ...tasks, ...nodes].reduce((last, { UpdatedAt = "" }) => (UpdatedAt > last ? UpdatedAt : last), "");
  return newest === "" || newest.startsWith("0001") ? 0n : nanoseconds(newest);
}
