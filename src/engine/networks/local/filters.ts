import { type Filters, failure, type NetworkInspect } from "../../../api/index.ts";
import { anyOf, hasLabels, matches, validateFilters } from "../../filters.ts";
import { isPredefined } from "./predefined.ts";

const TRUE = ["true", "1"];
const FALSE = ["false", "0"];

function danglingOf(filters: Filters): boolean | undefined {
  const values = filters.dangling ?? [];
  if (values.length === 0) return undefined;
  if (values.length > 1) throw failure("network-filter-several", { key: "dangling" });
  if (TRUE.includes(values[0] as string)) return true;
  if (FALSE.includes(values[0] as string)) return false;
  throw failure("network-filter-dangling");
}

/** Whether a network counts as unused (or used). Without endpoints to look at, every network of a user does; the swarm's view of a used one does both. */
function isDangling(network: NetworkInspect, dangling: boolean, isUsed: ((network: NetworkInspect) => boolean) | undefined): boolean {
  if (!isUsed) return dangling === !isPredefined(network);
  const used = isPredefined(network) || isUsed(network);
  return dangling ? !used || (network.Scope === "swarm" && !isPredefined(network)) : used;
}

/** Networks that pass the filters of `GET /networks`; `isUsed` says which have endpoints, where the version looks at that. */
export function filterNetworks(networks: readonly NetworkInspect[], filters: Filters, isUsed?: (network: NetworkInspect) => boolean): NetworkInspect[] {
  validateFilters(filters, ["dangling", "driver", "id", "label", "name", "scope", "type"]);
  const dangling = danglingOf(filters);
  for (const value of filters.type ?? []) if (!["builtin", "custom"].includes(value)) throw failure("network-filter-type", { value });
  return networks.filter(
    (network) =>
      anyOf(filters.driver, (driver) => network.Driver === driver) &&
      anyOf(filters.name, (name) => matches(name, network.Name)) &&
      anyOf(filters.id, (id) => matches(id, network.Id)) &&
      anyOf(filters.scope, (scope) => network.Scope === scope) &&
      anyOf(filters.type, (type) => (type === "builtin") === isPredefined(network)) &&
      hasLabels(filters.label, network.Labels) &&
      (dangling === undefined || isDangling(network, dangling, isUsed)),
  );
}
