import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { hasTask } from "../../store/swarm-tasks.ts";
import { rank } from "../tasks/states.ts";
import { isPerNode } from "./service-tasks.ts";

/** Tasks that a place keeps, ended ones among them. */
function limitOf(cluster: Cluster, service: Service): number {
  const attempts = Number(service.Spec.TaskTemplate.RestartPolicy?.MaxAttempts ?? 0);
  return attempts > 0 ? attempts + 1 : Number(cluster.Spec.Orchestration.TaskHistoryRetentionLimit ?? 5);
}

/** The oldest ended tasks beyond the retention limit among those `here`, in the place of a task. */
export function trimHistory(cluster: Cluster, task: StoredTask, here: readonly StoredTask[]): StoredTask[] {
  const service = cluster.Services[task.ServiceID ?? ""];
  const limit = service ? limitOf(cluster, service) : 0;
  if (!service || limit < 0) return [];
  const ended = here.filter((other) => rank(other.DesiredState) > rank("running") && rank(other.Status.State) > rank("running"));
  return ended.slice(0, Math.max(0, Math.min(ended.length, here.length - limit)));
}

/** A word for the place that a task of a service fills: no other has the same. */
export const placeOf = (service: Service | undefined, { ServiceID = "", NodeID = "", Slot = 0 }: StoredTask): string =>
  `${ServiceID} ${service && isPerNode(service) ? NodeID : Slot}`;

/** Tasks of a swarm by the place that they fill, read when first asked for: a swarm is large, and most passes ask for none. */
export class Places {
  #tasks: Map<string, StoredTask[]> | undefined;

  /** Without `some` all tasks of the swarm are looked at. */
  constructor(
    private readonly cluster: Cluster,
    private readonly some?: readonly StoredTask[],
  ) {}

  #key(task: StoredTask): string {
    return placeOf(this.cluster.Services[task.ServiceID ?? ""], task);
  }

  /** Adds a task that was made since. */
  add(task: StoredTask): void {
    if (!this.#tasks) return;
    const key = this.#key(task);
    const place = this.#tasks.get(key);
    if (place) place.push(task);
    else this.#tasks.set(key, [task]);
  }

  /** The tasks that are in the place of a task still, in the order they were made. */
  of(task: StoredTask): StoredTask[] {
    if (!this.#tasks) {
      this.#tasks = new Map();
      for (const one of this.some ?? Object.values(this.cluster.Tasks)) this.add(one);
    }
    return (this.#tasks.get(this.#key(task)) ?? []).filter((one) => hasTask(this.cluster, one));
  }
}
