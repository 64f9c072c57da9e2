import type { NetworkInspect, Origin, Service } from "../api/index.ts";
import { formatAddress, parseAddress } from "../values/cidr.ts";
import type { Change } from "./diff.ts";
import { profileOf } from "./engines.ts";
import { isAllocated, swarmNetworks } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** How sure a fact is that is not certain: likely, as it was worked out; unknown, as it was made up. */
export type Certainty = "likely" | "unknown";

/**
 * How sure the subnets of new networks are: certain where pools and networks are known and the lowest free one is taken. Where the
 * search goes on behind the last one that was given, no API tells where it stands.
 */
function ofSubnets(origin: Origin, before: Snapshot, changes: readonly Change[]): Certainty | undefined {
  if (!origin.Pools) return "unknown";
  const frees = changes.some(({ kind, action }) => kind === "network" && (action === "remove" || action === "replace"));
  // A network that waits for a subnet may get the one that becomes free.
  const waits = swarmNetworks(before).some((network) => !isAllocated(network));
  return profileOf(before).poolsRotate || (frees && waits) ? "likely" : undefined;
}

/** The first address of a network that is given out: that behind its gateway. */
function firstOf({ IPAM }: NetworkInspect): string | undefined {
  const gateway = IPAM.Config?.[0]?.Gateway;
  if (!gateway) return undefined;
  const address = parseAddress(gateway);
  return formatAddress(typeof address === "bigint" ? address + 1n : address + 1);
}

/** How sure the virtual IPs of a new service are: that of the first service on a new network is certain where its subnet is. */
function ofVips(service: Service, origin: Origin, before: Snapshot, after: Snapshot, subnets: Certainty | undefined): Certainty | undefined {
  const old = new Set(before.networks.map(({ Id }) => Id));
  const each = (service.Endpoint.VirtualIPs ?? []).map(({ NetworkID = "", Addr = "" }): Certainty | undefined => {
    if (!origin.Tasks) return old.has(NetworkID) ? "unknown" : (subnets ?? "likely");
    const network = after.networks.find(({ Id }) => Id === NetworkID);
    if (old.has(NetworkID) || !network) return "likely";
    return Addr.split("/")[0] === firstOf(network) ? subnets : (subnets ?? "likely");
  });
  return each.includes("unknown") ? "unknown" : each.includes("likely") ? "likely" : undefined;
}

const isDynamic = ({ Spec }: Service): boolean =>
  (Spec.EndpointSpec?.Ports ?? []).some(({ PublishedPort, PublishMode }) => !PublishedPort && PublishMode !== "host");

const known = (all: Record<string, Certainty | undefined>): Record<string, Certainty> =>
  Object.fromEntries(Object.entries(all).flatMap(([label, one]) => (one ? [[label, one]] : [])));

/**
 * Changes that are planned on an imported swarm, with how sure their addresses are, and the reason in one line. On a swarm that was made
 * here all is certain: nothing is marked.
 */
export function withCertainty(changes: readonly Change[], before: Snapshot, after: Snapshot): { changes: readonly Change[]; note?: string } {
  const { origin } = before;
  if (!origin) return { changes };
  const subnets = ofSubnets(origin, before, changes);
  const all = changes.map((change): Change => {
    if (change.action !== "add" && change.action !== "replace") return change;
    const service = change.kind === "service" ? after.services.find(({ Spec }) => Spec.Name === change.name) : undefined;
    const certainty = service
      ? known({ vip: change.facts.vip ? ofVips(service, origin, before, after, subnets) : undefined, ports: isDynamic(service) ? "likely" : undefined })
      : change.kind === "network"
        ? known({
            subnet: change.facts.vxlan ? subnets : undefined,
            gateway: change.facts.gateway ? subnets : undefined,
            vxlan: change.facts.vxlan ? "likely" : undefined,
          })
        : {};
    return Object.keys(certainty).length > 0 ? { ...change, certainty } : change;
  });
  const levels = new Set(all.flatMap(({ certainty }) => Object.values(certainty ?? {})));
  const said = [
    levels.has("likely") && "≈ likely: where the swarm's cursors stand no engine tells; it was worked out from the newest of what there is",
    levels.has("unknown") &&
      `? unknown: ${[!origin.Pools && "the address pools", !origin.Tasks && "the tasks"].filter(Boolean).join(" and ")} of the swarm were not told`,
  ].filter(Boolean);
  return { changes: all, ...(said.length > 0 && { note: said.join("; ") }) };
}
