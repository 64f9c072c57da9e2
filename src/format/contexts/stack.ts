import type { ListContext } from "../list.ts";

/** A stack and how many services it has. */
export interface StackRow {
  readonly Name: string;
  readonly Services: number;
}

/** `docker stack ls`. */
export const stackList: ListContext<StackRow> = {
  goName: "*formatter.stackContext",
  fields: { Name: (row) => row.Name, Services: (row) => String(row.Services) },
  headers: {},
  table: "table {{.Name}}\t{{.Services}}",
  quiet: { table: "{{.Name}}" },
};

/** `docker stack ls` of command lines that know Kubernetes besides. */
export const orchestratedStackList: ListContext<StackRow> = {
  ...stackList,
  fields: { ...stackList.fields, Orchestrator: () => "Swarm" },
  table: "table {{.Name}}\t{{.Services}}\t{{.Orchestrator}}",
};
