import type { Service } from "../../api/index.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { rank } from "../tasks/states.ts";
import { isPerNode } from "./service-tasks.ts";

/** Tasks that a place keeps, ended ones among them. */
function limitOf(cluster: Cluster, service: Service): number {
  const attempts = Number(service.Spec.TaskTemplate.RestartPolicy?.MaxAttempts ?? 0);
  return attempts > 0 ? attempts + 1 : Number(cluster.Spec.Orchestration.TaskHistoryRetentionLimit ?? 5);
}

/** Drops the oldest ended tasks of one place of a service beyond the retention limit; gives those dropped. */
export function trimHistory(cluster: Cluster, task: StoredTask): StoredTask[] {
  const service = cluster.Services[task.ServiceID ?? ""];
  const limit = service ? limitOf(cluster, service) : 0;
  if (!service || limit < 0) return [];
  const here = Object.values(cluster.Tasks).filter(
    (other) => other.ServiceID === task.ServiceID && (isPerNode(service) ? other.NodeID === task.NodeID : (other.Slot ?? 0) === (task.Slot ?? 0)),
  );
  const ended = here.filter((other) => rank(other.DesiredState) > rank("running") && rank(other.Status.State) > rank("running"));
  return ended.slice(0, Math.max(0, Math.min(ended.length, here.length - limit)));
}
