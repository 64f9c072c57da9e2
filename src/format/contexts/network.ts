import type { NetworkInspect } from "../../api/index.ts";
import { own } from "../../values/own.ts";
import { goTime } from "../gotime.ts";
import type { ListContext } from "../list.ts";
import { flag } from "../types/define.ts";
import { networkInspectType } from "../types/network.ts";
import { labelText, shortId } from "./shared.ts";

/** `docker network ls` since 28.0. */
export const networkList: ListContext<NetworkInspect> = {
  goName: "*network.networkContext",
  fields: {
    ID: (row, { noTrunc }) => (noTrunc ? row.Id : shortId(row.Id)),
    Name: (row) => row.Name,
    Driver: (row) => row.Driver,
    Scope: (row) => row.Scope,
    IPv4: (row) => String(row.EnableIPv4 ?? true),
    IPv6: (row) => String(row.EnableIPv6),
    Internal: (row) => String(row.Internal),
    Labels: (row) => labelText(row.Labels),
    CreatedAt: (row) => goTime(row.Created),
  },
  headers: { ID: "NETWORK ID", CreatedAt: "CREATED AT" },
  table: "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}",
  raw: "network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}",
  quiet: { table: "{{.ID}}", raw: "network_id: {{.ID}}" },
  inside: (row, { noTrunc }) => [
    { type: flag, value: !noTrunc },
    { type: networkInspectType, value: row },
  ],
  label: (row, key) => own(row.Labels, key) ?? "",
};

const { IPv4: _since28, ...olderFields } = networkList.fields;
/** `docker network ls` before it knew of networks without IPv4. */
export const networkListWithoutIPv4: ListContext<NetworkInspect> = { ...networkList, fields: olderFields };
