import type { ListContext } from "../list.ts";

/** A context as `docker context ls` lists it. */
export interface ContextRow {
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
  readonly error: string;
  readonly current: boolean;
}

/** Most characters of an error that a list shows. */
const LONGEST_ERROR = 45;

const shortened = (text: string): string => ([...text].length > LONGEST_ERROR ? `${[...text].slice(0, LONGEST_ERROR - 1).join("")}…` : text);

/** `docker context ls` */
export const contextList: ListContext<ContextRow> = {
  goName: "*formatter.clientContextContext",
  fields: {
    Current: ({ current }) => current,
    Name: ({ name }) => name,
    Description: ({ description }) => description,
    DockerEndpoint: ({ endpoint }) => endpoint,
    Error: ({ error }) => shortened(error),
  },
  headers: { DockerEndpoint: "DOCKER ENDPOINT" },
  untitled: ["Current"],
  table: "table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}",
  quiet: { table: "{{.Name}}" },
};
