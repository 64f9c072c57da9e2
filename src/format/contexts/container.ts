import type { ContainerSummary } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import type { ListContext, ListOptions } from "../list.ts";
import { humanDuration } from "../units.ts";
import { labelText, shortId } from "./shared.ts";

const MAX_COMMAND = 20;

function command(row: ContainerSummary, { noTrunc }: ListOptions): string {
  const text = noTrunc || row.Command.length <= MAX_COMMAND ? row.Command : `${row.Command.slice(0, MAX_COMMAND - 1)}…`;
  return JSON.stringify(text);
}

function ports(row: ContainerSummary): string {
  return row.Ports.map((port) => `${port.IP?.includes(":") ? `[${port.IP}]` : (port.IP ?? "")}:${port.PublicPort}->${port.PrivatePort}/${port.Type}`).join(
    ", ",
  );
}

/** `docker ps`. */
export const containerList: ListContext<ContainerSummary> = {
  goName: "*formatter.ContainerContext",
  fields: {
    ID: (row, { noTrunc }) => (noTrunc ? row.Id : shortId(row.Id)),
    Names: (row) => row.Names.map((name) => name.replace(/^\//, "")).join(","),
    Image: (row) => row.Image,
    Command: command,
    CreatedAt: (row) => `${new Date(row.Created * 1000).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`,
    RunningFor: (row, { now }) => `${humanDuration(now.getTime() - row.Created * 1000)} ago`,
    Ports: ports,
    State: (row) => row.State,
    Status: (row) => row.Status,
    Size: () => "0B (virtual 0B)",
    Labels: (row) => labelText(row.Labels),
    Mounts: () => "",
    LocalVolumes: () => "0",
    Networks: (row) => Object.keys(row.NetworkSettings.Networks).sort().join(","),
  },
  headers: { ID: "CONTAINER ID", CreatedAt: "CREATED AT", RunningFor: "CREATED", LocalVolumes: "LOCAL VOLUMES" },
  table: "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}",
  raw: "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\nstate: {{.State}}\nstatus: {{.Status}}\nnames: {{.Names}}\nlabels: {{.Labels}}\nports: {{.Ports}}",
  quiet: { table: "{{.ID}}", raw: "container_id: {{.ID}}" },
  label: (row, key) => own(row.Labels, key) ?? "",
};

/** The same list since 29, with the field HealthStatus: containers of a dry run have no health check that ever ran. */
export const containerListWithHealth: typeof containerList = { ...containerList, fields: { ...containerList.fields, HealthStatus: () => "none" } };
