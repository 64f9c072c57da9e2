import type { StringMap } from "./common.ts";

/** A row of `GET /images/json`. Created is in seconds since 1970, sizes in bytes; -1 stands for what was not counted. */
export interface ImageSummary {
  Containers: number;
  Created: number;
  Id: string;
  Labels: StringMap | null;
  ParentId: string;
  RepoDigests: string[];
  RepoTags: string[];
  SharedSize: number;
  Size: number;
}

/** Answer of `GET /images/{name}/json`: the keys that an engine's has. */
export interface ImageInspect {
  Id: string;
  RepoTags: string[];
  RepoDigests: string[];
  Created: string;
  [key: string]: unknown;
}

/** What `DELETE /images/{name}` took away. */
export type ImageRemoved = { Untagged: string } | { Deleted: string };
