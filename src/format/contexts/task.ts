import type { Task } from "../../api/index.ts";
import type { ListContext } from "../list.ts";
import { familiarImage } from "./image.ts";
import { prettyWord, shortId, since } from "./shared.ts";

/** A row of `service ps`, `node ps` and `stack ps`: names are resolved by the command; `older` marks a predecessor of the row above. */
export interface TaskRow {
  readonly task: Task;
  readonly name: string;
  readonly node: string;
  readonly older: boolean;
}

/** Columns that an error may take without --no-trunc. */
const MAX_ERROR = 30;

function errorText(error: string, noTrunc: boolean): string {
  if (error === "") return "";
  const chars = [...error];
  return `"${noTrunc || chars.length <= MAX_ERROR ? error : `${chars.slice(0, MAX_ERROR - 1).join("")}…`}"`;
}

/** How long a task has been in its state: a swarm takes a second to settle, so that no state is ever seen younger. */
function age(timestamp: string, now: Date): string {
  const text = since(timestamp, now).toLowerCase();
  return text === "less than a second" ? "1 second" : text;
}

function ports(task: Task): string {
  return (task.Status.PortStatus.Ports ?? []).map((port) => `*:${port.PublishedPort}->${port.TargetPort}/${port.Protocol}`).join(",");
}

/** The task lists; the names of older tasks are marked in tables only, by the command. */
export const taskList: ListContext<TaskRow> = {
  goName: "*task.taskContext",
  fields: {
    ID: ({ task }, { noTrunc }) => (noTrunc ? task.ID : shortId(task.ID)),
    Name: ({ name }) => name,
    Image: ({ task }, { noTrunc }) => (noTrunc ? (task.Spec.ContainerSpec?.Image ?? "") : familiarImage(task.Spec.ContainerSpec?.Image ?? "")),
    Node: ({ node }) => node,
    DesiredState: ({ task }) => prettyWord(task.DesiredState),
    CurrentState: ({ task }, { now }) => `${prettyWord(task.Status.State)} ${age(task.Status.Timestamp, now)} ago`,
    Error: ({ task }, { noTrunc }) => errorText(task.Status.Err ?? "", noTrunc),
    Ports: ({ task }) => ports(task),
  },
  headers: { DesiredState: "DESIRED STATE", CurrentState: "CURRENT STATE" },
  table: "table {{.ID}}\t{{.Name}}\t{{.Image}}\t{{.Node}}\t{{.DesiredState}}\t{{.CurrentState}}\t{{.Error}}\t{{.Ports}}",
  raw: "id: {{.ID}}\nname: {{.Name}}\nimage: {{.Image}}\nnode: {{.Node}}\ndesired_state: {{.DesiredState}}\ncurrent_state: {{.CurrentState}}\nerror: {{.Error}}\nports: {{.Ports}}",
  quiet: { table: "{{.ID}}", raw: "id: {{.ID}}" },
};
