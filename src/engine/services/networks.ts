import { failure, type NetworkAttachmentConfig, type ServiceSpec } from "../../api/index.ts";
import type { Cluster, Host, StoredNetwork } from "../../store/schema.ts";
import { own } from "../../values/own.ts";

const PREDEFINED = ["bridge", "host", "none"];

/** A network by ID, name or unique ID prefix: nothing is the start of every ID. */
function find(cluster: Cluster, ref: string): StoredNetwork | undefined {
  const all = Object.values(cluster.Networks);
  const exact = own(cluster.Networks, ref) ?? all.find((network) => network.Spec.Name === ref);
  if (exact) return exact;
  const begun = all.filter((network) => network.ID.startsWith(ref));
  if (begun.length > 1) throw failure("service-network-ambiguous", { ref, count: begun.length });
  return begun[0];
}

function resolve(cluster: Cluster, host: Host, at: NetworkAttachmentConfig): NetworkAttachmentConfig {
  const ref = at.Target ?? "";
  const network = find(cluster, ref);
  if (network?.Spec.Ingress) throw failure("service-network-ingress", { name: network.Spec.Name });
  if (network) return { ...at, Target: network.ID };
  const local = own(host.Networks, ref) ?? Object.values(host.Networks).find((one) => one.Name === ref || one.Id.startsWith(ref));
  if (!local) throw failure("service-network-missing", { ref });
  if (!PREDEFINED.includes(local.Name)) throw failure("service-network-scope", { name: local.Name });
  const hidden = Object.values(cluster.Networks).find((one) => one.Predefined && one.Spec.Name === local.Name);
  if (!hidden) throw failure("service-network-predefined", { name: local.Name });
  return { ...at, Target: hidden.ID };
}

/** The specification with each of its networks named by ID. Fails for what is missing, local, or the ingress network. */
export function resolveNetworks(cluster: Cluster, host: Host, spec: ServiceSpec): ServiceSpec {
  const byId = (list: NetworkAttachmentConfig[] | undefined): NetworkAttachmentConfig[] | undefined => list?.map((at) => resolve(cluster, host, at));
  const template = byId(spec.TaskTemplate.Networks);
  // Those of the old place count, and are looked up, only where the new one names none.
  const old = template && template.length > 0 ? spec.Networks : byId(spec.Networks);
  const resolved = structuredClone(spec);
  if (template && template.length > 0) resolved.TaskTemplate.Networks = template;
  else delete resolved.TaskTemplate.Networks;
  if (old && old.length > 0) resolved.Networks = old;
  else delete resolved.Networks;
  return resolved;
}
