import { type Filters, failure, type Volume, type VolumeCreateRequest, type VolumeListResponse, type VolumePruneReport } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import type { Host } from "../../store/schema.ts";
import { own } from "../../values/own.ts";
import { sortedMap } from "../convert/network.ts";
import { anyOf, hasLabels, validateFilters } from "../filters.ts";
import type { Tx } from "../tx.ts";

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
/** Label of a volume that was made without a name. */
const ANONYMOUS = "com.docker.volume.anonymous";

/** A volume of a host as the API shows it. */
function shown(host: Host, name: string): Volume | undefined {
  const stored = own(host.Volumes, name);
  return stored && { ...stored, Mountpoint: `/var/lib/docker/volumes/${name}/_data`, Name: name, Scope: "local" };
}

/** A volume by its name (`GET /volumes/{name}`). */
export function inspectVolume(host: Host, name: string): Volume {
  const volume = shown(host, name);
  if (!volume) throw failure("volume-not-found", { name });
  const { CreatedAt, Driver, Labels, Mountpoint, Options, Scope } = volume;
  return {
    ...(CreatedAt && { CreatedAt }),
    Driver,
    Labels: Labels && sortedMap(Labels),
    Mountpoint,
    Name: name,
    Options: Options && sortedMap(Options),
    Scope,
  };
}

/** IDs of the containers that mount a volume, running or not. */
function usersOf(host: Host, name: string): string[] {
  return Object.values(host.Containers)
    .filter((container) => container.Volumes?.includes(name))
    .map((container) => container.Id);
}

/** Volumes that pass the filters, by name (`GET /volumes`). */
export function listVolumes(host: Host, filters: Filters): VolumeListResponse {
  validateFilters(filters, ["name", "label", "driver", "dangling"]);
  const names = Object.keys(host.Volumes).sort();
  const Volumes = names
    .map((name) => inspectVolume(host, name))
    .filter(
      (volume) =>
        anyOf(filters.name, (name) => volume.Name.includes(name)) &&
        anyOf(filters.driver, (driver) => volume.Driver === driver) &&
        anyOf(filters.dangling, (wanted) => (usersOf(host, volume.Name).length === 0) === (wanted === "true" || wanted === "1")) &&
        hasLabels(filters.label, volume.Labels),
    );
  return { Volumes, Warnings: null };
}

/** Makes a volume; one that is there already is left as it is (`POST /volumes/create`). */
export function createVolume(tx: Tx, body: VolumeCreateRequest): Volume {
  const driver = body.Driver || "local";
  const name = body.Name || tx.hex();
  if (driver !== "local") throw failure("volume-plugin", { name, driver });
  if (name.length === 1) throw failure("volume-name-short", { plain: name });
  if (!NAME.test(name)) throw failure("volume-name", { plain: name, name: JSON.stringify(name) });
  const labels = body.Name ? (body.Labels ?? null) : { ...body.Labels, [ANONYMOUS]: "" };
  if (!own(tx.host.Volumes, name)) {
    tx.host.Volumes[name] = { CreatedAt: tx.now().replace(/\.\d+Z$/, "Z"), Driver: driver, Labels: labels, Options: body.DriverOpts ?? null };
    markHost(tx.host);
  }
  return inspectVolume(tx.host, name);
}

/** Removes a volume that no container uses (`DELETE /volumes/{name}`); by force one that is not there is no error. */
export function removeVolume(host: Host, name: string, force: boolean): void {
  if (!own(host.Volumes, name)) {
    if (force) return;
    throw failure("volume-not-found", { name });
  }
  const users = usersOf(host, name);
  if (users.length > 0) throw failure("volume-in-use", { name, users: users.join(", ") });
  delete host.Volumes[name];
  markHost(host);
}

/** Removes the volumes that nothing uses: the nameless ones, or with `all=true` all of them (`POST /volumes/prune`). */
export function pruneVolumes(host: Host, filters: Filters): VolumePruneReport {
  validateFilters(filters, ["all", "label", "label!"]);
  const all = (filters.all ?? []).some((value) => value === "true" || value === "1");
  const gone = Object.entries(host.Volumes)
    .filter(
      ([name, volume]) => usersOf(host, name).length === 0 && (all || (volume.Labels && ANONYMOUS in volume.Labels)) && hasLabels(filters.label, volume.Labels),
    )
    .filter(([, volume]) => !filters["label!"] || !hasLabels(filters["label!"], volume.Labels))
    .map(([name]) => name);
  for (const name of gone) delete host.Volumes[name];
  markHost(host);
  return { VolumesDeleted: gone, SpaceReclaimed: 0 };
}
