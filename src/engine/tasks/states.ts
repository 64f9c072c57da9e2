import { TASK_STATES, type Task, type TaskState } from "../../api/index.ts";

const RANK = new Map<string, number>(TASK_STATES.map((state, rank) => [state, rank]));
const RUNNING = RANK.get("running") as number;

/** Place of a state in the order that tasks pass through. */
export function rank(state: TaskState): number {
  return RANK.get(state) as number;
}

/** Whether a task still holds its resources: it has not passed running. */
export function isLive(task: Pick<Task, "Status">): boolean {
  return rank(task.Status.State) <= RUNNING;
}

/** Whether a task is meant to run, for good or (a job's) to its end. */
export function isWanted(task: Pick<Task, "DesiredState">): boolean {
  return rank(task.DesiredState) <= RUNNING || task.DesiredState === "complete";
}
