import { type Filters, failure, type NetworkPruneReport, type StringMap } from "../../api/index.ts";
import { anyOf, hasLabels, validateFilters } from "../filters.ts";
import { isManager, nanoseconds, type Tx } from "../tx.ts";
import { endpointsOn } from "./local/inspect.ts";
import { isPredefined } from "./local/predefined.ts";
import { removeLocalNetwork } from "./local/remove.ts";
import { isUsed, removeSwarmNetwork } from "./swarm/remove.ts";

const UNITS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** A moment from an `until` filter: a duration back from now, or a time. Nanoseconds since 1970. */
function untilOf(filters: Filters, now: bigint): bigint | undefined {
  const values = filters.until ?? [];
  if (values.length === 0) return undefined;
  if (values.length > 1) throw failure("prune-until-several");
  const value = values[0] as string;
  if (/^([0-9.]+(ns|us|µs|ms|s|m|h))+$/.test(value)) {
    const parts = [...value.matchAll(/([0-9.]+)(ns|us|µs|ms|s|m|h)/g)];
    return now - BigInt(Math.round(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit as string] as number), 0)));
  }
  if (/^\d+(\.\d+)?$/.test(value)) return BigInt(Math.round(Number(value) * 1e9));
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) throw failure("prune-until-value", { value });
  return BigInt(ms) * 1_000_000n;
}

/** Removes networks that nothing uses (`POST /networks/prune`): the swarm's first, then the host's. Config-only ones stay. */
export function pruneNetworks(tx: Tx, filters: Filters): NetworkPruneReport {
  validateFilters(filters, ["label", "label!", "until"]);
  const until = untilOf(filters, nanoseconds(tx.now()));
  const fits = (labels: StringMap | null, created: string): boolean =>
    hasLabels(filters.label, labels) &&
    !(filters["label!"] ?? []).some((label) => anyOf([label], (one) => hasLabels([one], labels))) &&
    (until === undefined || nanoseconds(created) <= until);
  const cluster = tx.cluster();
  const swarm = cluster && isManager(tx.state, tx.host) ? Object.values(cluster.Networks) : [];
  const gone: string[] = [];
  for (const network of swarm) {
    if (!cluster || network.Predefined || network.Spec.Ingress || isUsed(cluster, network) || !fits(network.Spec.Labels, network.CreatedAt)) continue;
    removeSwarmNetwork(tx, cluster, network);
    gone.push(network.Spec.Name);
  }
  for (const network of Object.values(tx.host.Networks)) {
    const used = Object.keys(endpointsOn(tx.host, network.Id)).length > 0 || (network.Name === "docker_gwbridge" && Object.keys(tx.host.Overlays).length > 0);
    if (isPredefined(network) || network.ConfigOnly || used || !fits(network.Labels, network.Created)) continue;
    removeLocalNetwork(tx.host, network);
    gone.push(network.Name);
  }
  return { NetworksDeleted: gone.length > 0 ? gone : null };
}
