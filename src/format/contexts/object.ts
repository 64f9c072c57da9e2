import type { Config, Secret } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import type { ListContext } from "../list.ts";
import { configType, secretType } from "../types/swarm.ts";
import { labelText, since } from "./shared.ts";

/** `docker config ls`. */
export const configList: ListContext<Config> = {
  goName: "*config.configContext",
  fields: {
    ID: (row) => row.ID,
    Name: (row) => row.Spec.Name,
    CreatedAt: (row, { now }) => `${since(row.CreatedAt, now)} ago`,
    UpdatedAt: (row, { now }) => `${since(row.UpdatedAt, now)} ago`,
    Labels: (row) => labelText(row.Spec.Labels),
  },
  headers: { CreatedAt: "CREATED", UpdatedAt: "UPDATED" },
  table: "table {{.ID}}\t{{.Name}}\t{{.CreatedAt}}\t{{.UpdatedAt}}",
  quiet: { table: "{{.ID}}" },
  inside: (row) => [{ type: configType, value: row }],
  label: (row, key) => own(row.Spec.Labels, key) ?? "",
};

/** `docker secret ls`. */
export const secretList: ListContext<Secret> = {
  goName: "*secret.secretContext",
  fields: {
    ID: (row) => row.ID,
    Name: (row) => row.Spec.Name,
    Driver: (row) => row.Spec.Driver?.Name ?? "",
    CreatedAt: (row, { now }) => `${since(row.CreatedAt, now)} ago`,
    UpdatedAt: (row, { now }) => `${since(row.UpdatedAt, now)} ago`,
    Labels: (row) => labelText(row.Spec.Labels),
  },
  headers: { CreatedAt: "CREATED", UpdatedAt: "UPDATED" },
  table: "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.CreatedAt}}\t{{.UpdatedAt}}",
  quiet: { table: "{{.ID}}" },
  inside: (row) => [{ type: secretType, value: row }],
  label: (row, key) => own(row.Spec.Labels, key) ?? "",
};
