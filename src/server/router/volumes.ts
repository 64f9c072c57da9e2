import type { VolumeCreateRequest } from "../../api/index.ts";
import { volumeCreate } from "../bodies.ts";
import { empty, json } from "../http.ts";
import { filtersOf, flagOf } from "../query.ts";
import type { Route } from "./route.ts";

/** `/volumes` */
export const volumes: readonly Route[] = [
  { method: "GET", path: "/volumes", handle: async ({ client, query }) => json(await client.volumeList(filtersOf(query))) },
  { method: "GET", path: "/volumes/**", handle: async ({ client, ref }) => json(await client.volumeInspect(ref)) },
  {
    method: "POST",
    path: "/volumes/create",
    body: volumeCreate,
    handle: async ({ client, body }) => json(await client.volumeCreate(body as VolumeCreateRequest), 201),
  },
  { method: "POST", path: "/volumes/prune", handle: async ({ client, query }) => json(await client.volumePrune(filtersOf(query))) },
  {
    method: "DELETE",
    path: "/volumes/**",
    handle: async ({ client, ref, query }) => {
      await client.volumeRemove(ref, flagOf(query, "force"));
      return empty(204);
    },
  },
];
