import type { HostInfo } from "../../api/index.ts";
import type { ListContext } from "../list.ts";
import { bytesSize } from "../units.ts";

/** `dryswarm host ls`. */
export const hostList: ListContext<HostInfo> = {
  goName: "*host.hostContext",
  fields: {
    Name: (row) => row.Name,
    Address: (row) => row.Address,
    CPUs: (row) => String(Number(row.NanoCPUs) / 1e9),
    Memory: (row) => bytesSize(row.MemoryBytes),
    Engine: (row) => row.Engine ?? "",
    State: (row) => (row.Up ? "up" : "down"),
    Role: (row) => row.Role,
  },
  headers: { CPUs: "CPUS" },
  table: "table {{.Name}}\t{{.Address}}\t{{.CPUs}}\t{{.Memory}}\t{{.State}}\t{{.Role}}",
  quiet: { table: "{{.Name}}" },
};
