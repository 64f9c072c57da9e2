import type { Service, Task, TaskSpec } from "../api/index.ts";
import { sameJson } from "../values/same-json.ts";
import { isLive } from "./facts.ts";

/** A rolling update that a change began or moved, and that does not come to its end. */
export interface StandingUpdate {
  /** State as `docker service inspect` shows it in UpdateStatus. */
  readonly state: string;
  /** Message of UpdateStatus, with the error of the task that it names. */
  readonly message: string;
  /** Running tasks of the specification that the service has now. */
  readonly updated: number;
  /** Tasks that the service is meant to have. */
  readonly tasks: number;
}

/** The states of an update that did not do what was asked: it waits, it was broken off, or it went back. */
const STANDING: ReadonlySet<string> = new Set(["updating", "paused", "rollback_started", "rollback_paused", "rollback_completed"]);

/** A specification without its runtime, which the API shows of services alone. */
function comparable({ Runtime: _runtime, ...spec }: TaskSpec): object {
  return spec;
}

/** The message of an update, with the error of the task that broke it off. */
function messageOf(message: string, tasks: readonly Task[]): string {
  const error = tasks.find(({ ID }) => message.endsWith(ID))?.Status.Err;
  return error ? `${message} (${error})` : message;
}

/** The update of a service that will not come to its end, where it is not the one that stood still before; undefined for all others. */
export function standingUpdate(before: Service | undefined, after: Service | undefined, tasks: readonly Task[]): StandingUpdate | undefined {
  const { State: state = "", Message = "" } = after?.UpdateStatus ?? {};
  if (!after || !STANDING.has(state) || sameJson(before?.UpdateStatus, after.UpdateStatus)) return undefined;
  const wanted = tasks.filter((task) => isLive(task) && ["running", "ready"].includes(task.DesiredState));
  const updated = wanted.filter(({ Status, Spec }) => Status.State === "running" && sameJson(comparable(Spec), comparable(after.Spec.TaskTemplate))).length;
  return { state, message: messageOf(Message, tasks), updated, tasks: after.Spec.Mode.Replicated?.Replicas ?? wanted.length };
}
