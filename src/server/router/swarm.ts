import type * as A from "../../api/index.ts";
import { nodeSpec, swarmInit, swarmJoin, swarmSpec, swarmUnlock } from "../bodies.ts";
import { empty, json } from "../http.ts";
import { filtersOf, flagOf, strictFlagOf, versionOf } from "../query.ts";
import type { Route } from "./route.ts";

/** `/swarm` and `/nodes` */
export const swarm: readonly Route[] = [
  { method: "GET", path: "/swarm", handle: async ({ client }) => json(await client.swarmInspect()) },
  { method: "POST", path: "/swarm/init", body: swarmInit, handle: async ({ client, body }) => json(await client.swarmInit(body as A.SwarmInitRequest)) },
  {
    method: "POST",
    path: "/swarm/join",
    body: swarmJoin,
    handle: async ({ client, body }) => {
      await client.swarmJoin(body as A.SwarmJoinRequest);
      return empty(200);
    },
  },
  {
    method: "POST",
    path: "/swarm/leave",
    handle: async ({ client, query }) => {
      await client.swarmLeave(flagOf(query, "force"));
      return empty(200);
    },
  },
  {
    method: "POST",
    path: "/swarm/update",
    body: swarmSpec,
    handle: async ({ client, body, query }) => {
      const flags = {
        rotateWorkerToken: strictFlagOf(query, "rotateWorkerToken", "api-flag"),
        rotateManagerToken: strictFlagOf(query, "rotateManagerToken", "api-flag"),
        rotateManagerUnlockKey: strictFlagOf(query, "rotateManagerUnlockKey", "api-flag"),
      };
      await client.swarmUpdate(versionOf(query, "swarm"), body as A.SwarmSpec, flags);
      return empty(200);
    },
  },
  { method: "GET", path: "/swarm/unlockkey", handle: async ({ client }) => json(await client.swarmUnlockKey()) },
  {
    method: "POST",
    path: "/swarm/unlock",
    body: swarmUnlock,
    handle: async ({ client, body }) => {
      await client.swarmUnlock(body as { UnlockKey: string });
      return empty(200);
    },
  },
  { method: "GET", path: "/nodes", handle: async ({ client, query }) => json(await client.nodeList(filtersOf(query))) },
  { method: "GET", path: "/nodes/*", handle: async ({ client, ref }) => json(await client.nodeInspect(ref)) },
  {
    method: "POST",
    path: "/nodes/*/update",
    body: nodeSpec,
    handle: async ({ client, ref, body, query }) => {
      await client.nodeUpdate(ref, versionOf(query, "node"), body as A.NodeSpec);
      return empty(200);
    },
  },
  {
    method: "DELETE",
    path: "/nodes/*",
    handle: async ({ client, ref, query }) => {
      await client.nodeRemove(ref, flagOf(query, "force"));
      return empty(200);
    },
  },
];
