import { type Config, type ConfigSpec, type Filters, failure, type Secret, type SecretSpec, type StringMap } from "../api/index.ts";
import { markMember } from "../store/changes.ts";
import type { Cluster, StoredSecret } from "../store/schema.ts";
import type { Seal } from "../support/seal.ts";
import { sameJson } from "../values/same-json.ts";
import { hasSwarmLabels, validateFilters } from "./filters.ts";
import { lookup } from "./names.ts";
import type { Tx } from "./tx.ts";

/** Common traits of secrets and configs, which differ in size limit, in what they show, and in how services refer to them. */
interface Kind<T extends StoredSecret | Config> {
  readonly kind: "secret" | "config";
  /** Largest size of the data in bytes. */
  readonly limit: number;
  readonly filters: readonly string[];
  of(cluster: Cluster): Record<string, T>;
  /** IDs of the objects of this kind that a service uses. */
  usedBy(service: Cluster["Services"][string]): string[];
}

/** Labels as the engine stores them: sorted by key. */
const byKey = (labels: StringMap | null | undefined): StringMap => Object.fromEntries(Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Secrets of a swarm. */
export const SECRETS: Kind<StoredSecret> = {
  kind: "secret",
  limit: 512_000,
  filters: ["name", "names", "id", "label"],
  of: (cluster) => cluster.Secrets,
  usedBy: (service) => (service.Spec.TaskTemplate.ContainerSpec?.Secrets ?? []).map((one) => one.SecretID),
};

/** Configs of a swarm. */
export const CONFIGS: Kind<Config> = {
  kind: "config",
  limit: 1_024_000,
  filters: ["name", "id", "label"],
  of: (cluster) => cluster.Configs,
  usedBy: (service) => (service.Spec.TaskTemplate.ContainerSpec?.Configs ?? []).map((one) => one.ConfigID),
};

const NAME = /^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/;

const isNamed = (object: Secret | Config, name: string): boolean => object.Spec.Name.toLowerCase() === name.toLowerCase();

/** An object by ID, name in whatever case, or unique ID prefix. */
export function findObject<T extends StoredSecret | Config>(kind: Kind<T>, cluster: Cluster, ref: string): T {
  const found = lookup(
    kind.of(cluster),
    ref,
    (one) => (isNamed(one, ref) ? ref : one.Spec.Name),
    (count) => {
      throw failure("object-ambiguous", { kind: kind.kind, ref, count });
    },
  );
  if (!found) throw failure("object-not-found", { kind: kind.kind, ref });
  return found;
}

/** Objects that pass the filters: any of the IDs and names, in whatever case, and all of the labels. */
export function listObjects<T extends StoredSecret | Config>(kind: Kind<T>, cluster: Cluster, filters: Filters): T[] {
  validateFilters(filters, kind.filters);
  const { id = [], name = [], names = [] } = filters;
  const isAny = id.length + name.length + names.length === 0;
  const isMeant = (object: T): boolean =>
    isAny ||
    id.some((prefix) => object.ID.startsWith(prefix)) ||
    name.some((prefix) => object.Spec.Name.toLowerCase().startsWith(prefix.toLowerCase())) ||
    names.some((whole) => isNamed(object, whole));
  return Object.values(kind.of(cluster)).filter((object) => isMeant(object) && hasSwarmLabels(filters.label, object.Spec.Labels));
}

function size(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

/** Stores a new object; what a `seal` makes of its data in the place of the data. */
export function createObject<T extends StoredSecret | Config>(kind: Kind<T>, tx: Tx, cluster: Cluster, spec: SecretSpec & ConfigSpec, seal?: Seal): T {
  if (!spec.Name) throw failure("object-name-missing");
  if (spec.Name.length > 64 || !NAME.test(spec.Name)) throw failure("object-name");
  if (kind.kind === "secret" && spec.Driver && !spec.Driver.Name) throw failure("object-driver-name");
  const bytes = size(spec.Data ?? "");
  if (!spec.Driver && (bytes === 0 || bytes >= kind.limit)) throw failure("object-size", { kind: kind.kind, limit: kind.limit });
  // A dry run has no plugins: none that could hold a secret.
  if (spec.Driver?.Name) throw failure("object-plugin", { name: spec.Driver.Name });
  if (Object.values(kind.of(cluster)).some((one) => isNamed(one, spec.Name))) throw failure("object-exists", { kind: kind.kind, name: spec.Name });
  const labels = byKey(spec.Labels);
  const ID = tx.id();
  const object = {
    ID,
    ...tx.meta(cluster),
    Spec: {
      Name: spec.Name,
      Labels: labels,
      ...(spec.Data && !seal && { Data: spec.Data }),
      ...(spec.Driver && { Driver: spec.Driver }),
      ...(spec.Templating && { Templating: spec.Templating }),
    },
    ...(spec.Data && seal && { Sealed: seal(ID, spec.Data) }),
  } as T;
  kind.of(cluster)[object.ID] = object;
  markMember(cluster, object);
  return object;
}

/** Whether data is what an object holds. Of one that was imported without its data it is taken to be: none is ever empty, and none can change. */
function holds(object: StoredSecret | Config, data: string, seal: Seal | undefined): boolean {
  if (seal && "Sealed" in object && object.Sealed) return seal(object.ID, data).Digest === object.Sealed.Digest;
  return object.Spec.Data === undefined || sameJson(data, object.Spec.Data);
}

/** Changes the labels of an object: all else of it is fixed. */
export function updateObject<T extends StoredSecret | Config>(
  kind: Kind<T>,
  tx: Tx,
  cluster: Cluster,
  ref: string,
  version: number,
  spec: SecretSpec & ConfigSpec,
  seal?: Seal,
): void {
  const object = findObject(kind, cluster, ref);
  if (version !== object.Version.Index) throw failure("swarm-out-of-sequence");
  if (spec.Name !== object.Spec.Name || (spec.Data && !holds(object, spec.Data, seal))) throw failure("object-immutable");
  object.Spec.Labels = byKey(spec.Labels);
  tx.touch(cluster, object);
}

/** Removes an object that no service uses. */
export function removeObject<T extends StoredSecret | Config>(kind: Kind<T>, cluster: Cluster, ref: string): void {
  const object = findObject(kind, cluster, ref);
  const users = Object.values(cluster.Services)
    .filter((service) => kind.usedBy(service).includes(object.ID))
    .map((service) => service.Spec.Name);
  if (users.length > 0)
    throw failure("object-in-use", { kind: kind.kind, name: object.Spec.Name, services: `service${users.length > 1 ? "s" : ""}: ${users.join(", ")}` });
  delete kind.of(cluster)[object.ID];
  markMember(cluster, object);
}

/** A secret as the API shows it: never its data. */
export function apiSecret({ Sealed: _sealed, ...secret }: StoredSecret): Secret {
  const { Data: _data, ...Spec } = secret.Spec;
  return { ...secret, Spec };
}
