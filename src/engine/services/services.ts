import { type Filters, failure, type Service, type ServiceSpec } from "../../api/index.ts";
import { markMember } from "../../store/changes.ts";
import { type Cluster, DEFAULT_MAX_TASKS } from "../../store/schema.ts";
import { sameJson } from "../../values/same-json.ts";
import { anyOf, hasSwarmLabels, validateFilters } from "../filters.ts";
import { lookup } from "../names.ts";
import type { Tx } from "../tx.ts";
import { resolveNetworks } from "./networks.ts";
import { normalSpec } from "./spec.ts";
import { checkDependencies, checkPortConflicts, validateSpec, validateWords } from "./validate.ts";

/** Mode of a service as filters and listings name it. */
export function modeOf(spec: ServiceSpec): string {
  if (spec.Mode.Global) return "global";
  if (spec.Mode.ReplicatedJob) return "replicated-job";
  return spec.Mode.GlobalJob ? "global-job" : "replicated";
}

/** A service by ID, name or unique ID prefix. */
export function findService(cluster: Cluster, ref: string): Service {
  const service = lookup(
    cluster.Services,
    ref,
    (one) => one.Spec.Name,
    (count) => {
      throw failure("service-ambiguous", { ref, count });
    },
  );
  if (!service) throw failure("service-not-found", { ref });
  return service;
}

/** Services that pass the filters (`GET /services`). */
export function listServices(cluster: Cluster, filters: Filters): Service[] {
  validateFilters(filters, ["name", "id", "label", "mode", "runtime"]);
  return Object.values(cluster.Services).filter(
    (service) =>
      anyOf(filters.id, (id) => service.ID.startsWith(id)) &&
      anyOf(filters.name, (name) => (service.Spec.Name ?? "").startsWith(name)) &&
      anyOf(filters.mode, (mode) => mode === modeOf(service.Spec)) &&
      anyOf(filters.runtime, (runtime) => runtime === (service.Spec.TaskTemplate.Runtime || "container")) &&
      hasSwarmLabels(filters.label, service.Spec.Labels),
  );
}

const ADJECTIVES = ["brave", "calm", "eager", "fine", "gentle", "happy", "keen", "lucid", "neat", "quick", "sharp", "warm"];
const SURNAMES = ["bohr", "curie", "darwin", "euler", "fermi", "gauss", "hopper", "kepler", "lovelace", "noether", "pascal", "turing"];

/** A name for a service that was given none; one that no other has. */
function randomName(tx: Tx, cluster: Cluster): string {
  for (let tries = 0; ; tries++) {
    const [a = 0, b = 0] = tx.random.bytes(2);
    const name = `${ADJECTIVES[a % ADJECTIVES.length]}_${SURNAMES[b % SURNAMES.length]}${tries < 3 ? "" : tries}`;
    if (!isTaken(tx, cluster, name)) return name;
  }
}

function isJob(spec: ServiceSpec): boolean {
  return spec.Mode.ReplicatedJob !== undefined || spec.Mode.GlobalJob !== undefined;
}

/** Whether a service has a name already, in whatever case. */
function isTaken({ serviceNames }: Tx, { Services }: Cluster, name: string): boolean {
  const lower = name.toLowerCase();
  if (serviceNames) return serviceNames.has(lower);
  for (const id in Services) {
    const other = Services[id]?.Spec.Name;
    if (other === name || (other?.length === name.length && other.toLowerCase() === lower)) return true;
  }
  return false;
}

/** From how many tasks on a service is looked at beside all others: smaller ones add up slowly. */
const MANY_TASKS = 1000;

/** Tasks that a specification asks for. */
function tasksOf({ Mode }: ServiceSpec): number {
  return Number(Mode.Replicated?.Replicas ?? Mode.ReplicatedJob?.TotalCompletions ?? 0);
}

/** Refuses a service with which the data centre would have more tasks than it may. */
function checkSize(tx: Tx, spec: ServiceSpec, ownId: string): void {
  const own = tasksOf(spec);
  if (own < MANY_TASKS) return;
  const limit = tx.state.settings?.MaxTasks ?? DEFAULT_MAX_TASKS;
  let count = own;
  for (const { Services } of Object.values(tx.state.swarms)) for (const id in Services) if (id !== ownId) count += tasksOf((Services[id] as Service).Spec);
  if (count > limit) throw failure("service-too-many-tasks", { count: own > Number.MAX_SAFE_INTEGER ? "so many" : count, limit });
}

/** Stores a new service (`POST /services/create`); the reconcile that follows gives it addresses and tasks. */
export function createService(tx: Tx, cluster: Cluster, requested: ServiceSpec): Service {
  const named = requested.Name ? requested : { ...requested, Name: randomName(tx, cluster) };
  const spec = normalSpec(resolveNetworks(cluster, tx.host, named), tx.leaderProfile(cluster));
  validateWords(spec);
  validateSpec(spec, true);
  checkPortConflicts(cluster, spec, "");
  checkDependencies(cluster, spec);
  checkSize(tx, spec, "");
  const name = spec.Name as string;
  if (isTaken(tx, cluster, name)) throw failure("service-exists", { name });
  const service: Service = {
    ID: tx.id(),
    ...tx.meta(cluster),
    Spec: spec,
    Endpoint: { Spec: {} },
    ...(isJob(spec) && { JobStatus: { JobIteration: { Index: 0 }, LastExecution: tx.now() } }),
  };
  cluster.Services[service.ID] = service;
  markMember(cluster, service);
  if (service.JobStatus) tx.wokenJobs.add(service.ID);
  return service;
}

/** Whether a service that has converged gets more replicas and is else as before. */
function onlyGrows({ Spec: before, UpdateStatus }: Service, after: ServiceSpec): boolean {
  const [from, to] = [before.Mode.Replicated?.Replicas, after.Mode.Replicated?.Replicas];
  const isDone = UpdateStatus?.State === undefined || UpdateStatus.State.endsWith("completed");
  return isDone && from !== undefined && to !== undefined && to > from && sameJson({ ...before, Mode: {} }, { ...after, Mode: {} });
}

/**
 * Changes a service, or rolls it back to its previous specification (`POST /services/{id}/update`). Returns the service where all that the
 * change asks for is more replicas.
 */
export function updateService(tx: Tx, cluster: Cluster, ref: string, version: number, requested: ServiceSpec, rollback: boolean): Service | undefined {
  const service = findService(cluster, ref);
  // What is sent is looked at even where it is not what the service gets: a rollback sends what the service is now.
  const asked = normalSpec(resolveNetworks(cluster, tx.host, requested), tx.leaderProfile(cluster));
  validateWords(asked);
  validateSpec(asked, false);
  if (version !== service.Version.Index) throw failure("swarm-out-of-sequence");
  if (rollback && !service.PreviousSpec) throw failure("service-no-previous", { id: service.ID });
  if (asked.Networks && !sameJson(asked.Networks, service.Spec.Networks)) throw failure("service-networks-old");
  if (asked.Name !== service.Spec.Name) throw failure("service-rename");
  if (modeOf(asked) !== modeOf(service.Spec)) throw failure("service-mode-change");
  checkPortConflicts(cluster, asked, service.ID);
  checkDependencies(cluster, asked);
  const spec = rollback ? (structuredClone(service.PreviousSpec) as ServiceSpec) : asked;
  checkSize(tx, spec, service.ID);
  // Whatever is changed of a job, it runs anew.
  if (service.JobStatus) {
    service.JobStatus = { JobIteration: { Index: service.JobStatus.JobIteration.Index + 1 }, LastExecution: tx.now() };
    tx.wokenJobs.add(service.ID);
  }
  const grows = !rollback && onlyGrows(service, spec);
  service.PreviousSpec = service.Spec;
  service.Spec = spec;
  delete service.UpdateStatus;
  if (rollback) service.UpdateStatus = { State: "rollback_started", StartedAt: tx.now(), Message: "manually requested rollback" };
  tx.touch(cluster, service);
  return grows ? service : undefined;
}

/** Removes a service (`DELETE /services/{id}`); its tasks and addresses go in the reconcile that follows. */
export function removeService(tx: Tx, cluster: Cluster, ref: string): void {
  const service = findService(cluster, ref);
  delete cluster.Services[service.ID];
  markMember(cluster, service);
  for (const task of Object.values(cluster.Tasks)) {
    if (task.ServiceID !== service.ID) continue;
    task.DesiredState = "remove";
    tx.touch(cluster, task);
  }
}
