import type { StringMap } from "./common.ts";

/** Answer of `GET /volumes/{name}`. Mountpoint is a path on the host. */
export interface Volume {
  CreatedAt?: string;
  Driver: string;
  Labels: StringMap | null;
  Mountpoint: string;
  Name: string;
  Options: StringMap | null;
  Scope: string;
}

/** Body of `POST /volumes/create`. */
export interface VolumeCreateRequest {
  Name?: string;
  Driver?: string;
  DriverOpts?: StringMap | null;
  Labels?: StringMap | null;
}

/** Answer of `GET /volumes`. */
export interface VolumeListResponse {
  Volumes: Volume[] | null;
  Warnings: string[] | null;
}

/** Answer of `POST /volumes/prune`. SpaceReclaimed in bytes. */
export interface VolumePruneReport {
  VolumesDeleted: string[] | null;
  SpaceReclaimed: number;
}
