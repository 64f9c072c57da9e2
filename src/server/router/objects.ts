import type { ConfigSpec, SecretSpec } from "../../api/index.ts";
import { configSpec, secretSpec } from "../bodies.ts";
import { empty, json } from "../http.ts";
import { filtersOf, versionOf } from "../query.ts";
import type { Route } from "./route.ts";

/** `/secrets` and `/configs` */
export const objects: readonly Route[] = [
  { method: "GET", path: "/secrets", handle: async ({ client, query }) => json(await client.secretList(filtersOf(query))) },
  { method: "GET", path: "/secrets/*", handle: async ({ client, ref }) => json(await client.secretInspect(ref)) },
  {
    method: "POST",
    path: "/secrets/create",
    body: secretSpec,
    handle: async ({ client, body }) => json(await client.secretCreate(body as SecretSpec), 201),
  },
  {
    method: "POST",
    path: "/secrets/*/update",
    body: secretSpec,
    handle: async ({ client, ref, body, query }) => {
      await client.secretUpdate(ref, versionOf(query, "secret"), body as SecretSpec);
      return empty(200);
    },
  },
  {
    method: "DELETE",
    path: "/secrets/*",
    handle: async ({ client, ref }) => {
      await client.secretRemove(ref);
      return empty(204);
    },
  },
  { method: "GET", path: "/configs", handle: async ({ client, query }) => json(await client.configList(filtersOf(query))) },
  { method: "GET", path: "/configs/*", handle: async ({ client, ref }) => json(await client.configInspect(ref)) },
  {
    method: "POST",
    path: "/configs/create",
    body: configSpec,
    handle: async ({ client, body }) => json(await client.configCreate(body as ConfigSpec), 201),
  },
  {
    method: "POST",
    path: "/configs/*/update",
    body: configSpec,
    handle: async ({ client, ref, body, query }) => {
      await client.configUpdate(ref, versionOf(query, "config"), body as ConfigSpec);
      return empty(200);
    },
  },
  {
    method: "DELETE",
    path: "/configs/*",
    handle: async ({ client, ref }) => {
      await client.configRemove(ref);
      return empty(204);
    },
  },
];
