import type { Volume } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import type { ListContext } from "../list.ts";

/** `docker volume ls`. Sizes, links and cluster volumes are nothing that a list asks for. */
export const volumeList: ListContext<Volume> = {
  goName: "*formatter.volumeContext",
  fields: {
    Name: (row) => row.Name,
    Driver: (row) => row.Driver,
    Scope: (row) => row.Scope,
    Mountpoint: (row) => row.Mountpoint,
    Labels: (row) =>
      Object.entries(row.Labels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .sort()
        .join(","),
    Links: () => "N/A",
    Size: () => "N/A",
    Group: () => "N/A",
    Availability: () => "N/A",
    Status: () => "N/A",
  },
  headers: { Name: "VOLUME NAME" },
  table: "table {{.Driver}}\t{{.Name}}",
  raw: "name: {{.Name}}\ndriver: {{.Driver}}\n",
  quiet: { table: "{{.Name}}", raw: "name: {{.Name}}\n" },
  label: (row, key) => own(row.Labels, key) ?? "",
};
