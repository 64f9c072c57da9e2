import type * as A from "../../api/index.ts";
import { networkConnect, networkCreate, networkDisconnect } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, strictFlagOf } from "../query.ts";
import type { Route } from "./route.ts";

/** Before 1.28 a list showed the containers on each network. */
const LISTS_CONTAINERS = 28;
/** Before 1.48 a network without IPv4 could not be asked for. */
const KNOWS_ENABLE_IPV4 = 48;
/** Since 1.52 a network says how many of its addresses are taken. */
const KNOWS_STATUS = 52;

async function list({ client, query, version }: Call): Promise<Answer> {
  const found = await client.networkList(filtersOf(query));
  return json(version < LISTS_CONTAINERS ? await Promise.all(found.map(({ Id }) => client.networkInspect(Id))) : found);
}

/** A network as a client of this version knows it: without the use of addresses before 1.52. */
function shown(version: number, { Status, ...network }: A.NetworkInspect): Answer {
  return json(version >= KNOWS_STATUS && Status ? { ...network, Status } : network);
}

/** `/networks` */
export const networks: readonly Route[] = [
  { method: "GET", path: "/networks", handle: list },
  { method: "GET", path: "/networks/", handle: list },
  {
    method: "GET",
    path: "/networks/**",
    handle: async ({ client, ref, query, version }) =>
      shown(
        version,
        await client.networkInspect(ref, { verbose: strictFlagOf(query, "verbose"), ...(query.get("scope") && { scope: query.get("scope") as string }) }),
      ),
  },
  {
    method: "POST",
    path: "/networks/create",
    body: networkCreate,
    handle: async ({ client, body, version }) => {
      const { EnableIPv4, ...request } = body as A.NetworkCreateRequest;
      return json(await client.networkCreate({ ...request, ...(version >= KNOWS_ENABLE_IPV4 && EnableIPv4 !== undefined && { EnableIPv4 }) }), 201);
    },
  },
  {
    method: "POST",
    path: "/networks/**/connect",
    body: networkConnect,
    handle: async ({ client, ref, body }) => {
      await client.networkConnect(ref, body as Parameters<A.EngineClient["networkConnect"]>[1]);
      return empty(200);
    },
  },
  {
    method: "POST",
    path: "/networks/**/disconnect",
    body: networkDisconnect,
    handle: async ({ client, ref, body }) => {
      await client.networkDisconnect(ref, body as Parameters<A.EngineClient["networkDisconnect"]>[1]);
      return empty(200);
    },
  },
  { method: "POST", path: "/networks/prune", handle: async ({ client, query }) => json(await client.networkPrune(filtersOf(query))) },
  {
    method: "DELETE",
    path: "/networks/**",
    handle: async ({ client, ref }) => {
      await client.networkRemove(ref);
      return empty(204);
    },
  },
];
