import type { PortConfig, Service } from "../../api/index.ts";
import type { ListContext } from "../list.ts";
import { serviceType } from "../types/swarm.ts";
import { familiarImage } from "./image.ts";
import { shortId } from "./shared.ts";

function mode({ Spec: { Mode } }: Service): string {
  if (Mode.Global) return "global";
  if (Mode.ReplicatedJob) return "replicated job";
  return Mode.GlobalJob ? "global job" : "replicated";
}

function replicas(service: Service): string {
  const { RunningTasks = 0, DesiredTasks = 0, CompletedTasks = 0 } = service.ServiceStatus ?? {};
  const { Mode, TaskTemplate } = service.Spec;
  const most = TaskTemplate.Placement?.MaxReplicas ?? 0;
  if (Mode.ReplicatedJob) return `${RunningTasks}/${DesiredTasks} (${CompletedTasks}/${Mode.ReplicatedJob.TotalCompletions ?? 0} completed)`;
  if (Mode.GlobalJob) return `${RunningTasks}/${DesiredTasks} (${CompletedTasks}/${DesiredTasks + CompletedTasks} completed)`;
  return `${RunningTasks}/${DesiredTasks}${Mode.Replicated && most > 0 ? ` (max ${most} per node)` : ""}`;
}

const range = (from: number, to: number): string => (from === to ? String(from) : `${from}-${to}`);

/** Ports of the routing mesh, consecutive ones as ranges: "*:30000-30001->80-81/tcp". */
export function portsText(ports: readonly PortConfig[]): string {
  const shown = ports
    .filter((port) => (port.PublishMode ?? "ingress") === "ingress")
    .map(({ Protocol = "tcp", PublishedPort = 0, TargetPort = 0 }) => ({ Protocol, PublishedPort, TargetPort }));
  shown.sort((a, b) => (a.Protocol === b.Protocol ? a.PublishedPort - b.PublishedPort : a.Protocol < b.Protocol ? -1 : 1));
  const runs: { protocol: string; from: number; to: number; target: number; targetEnd: number }[] = [];
  for (const { Protocol, PublishedPort, TargetPort } of shown) {
    const last = runs.at(-1);
    const follows = last && last.protocol === Protocol && PublishedPort === last.to + 1;
    const parallel = follows && TargetPort === last.targetEnd + 1 && last.targetEnd - last.target === last.to - last.from;
    const fixed = follows && TargetPort === last.target && last.target === last.targetEnd;
    if (last && (parallel || fixed)) {
      last.to = PublishedPort;
      if (parallel) last.targetEnd = TargetPort;
    } else runs.push({ protocol: Protocol, from: PublishedPort, to: PublishedPort, target: TargetPort, targetEnd: TargetPort });
  }
  return runs.map((run) => `*:${range(run.from, run.to)}->${range(run.target, run.targetEnd)}/${run.protocol}`).join(", ");
}

/** `docker service ls` and `docker stack services`. */
export const serviceList: ListContext<Service> = {
  goName: "*service.serviceContext",
  fields: {
    ID: (row) => shortId(row.ID),
    Name: (row) => row.Spec.Name ?? "",
    Mode: mode,
    Replicas: replicas,
    Image: (row) => familiarImage(row.Spec.TaskTemplate.ContainerSpec?.Image ?? ""),
    Ports: (row) => portsText(row.Endpoint.Ports ?? []),
  },
  headers: {},
  table: "table {{.ID}}\t{{.Name}}\t{{.Mode}}\t{{.Replicas}}\t{{.Image}}\t{{.Ports}}",
  raw: "id: {{.ID}}\nname: {{.Name}}\nmode: {{.Mode}}\nreplicas: {{.Replicas}}\nimage: {{.Image}}\nports: {{.Ports}}",
  quiet: { table: "{{.ID}}", raw: "id: {{.ID}}" },
  inside: (row) => [{ type: serviceType, value: row }],
};
