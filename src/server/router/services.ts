import { failure, type ServiceSpec } from "../../api/index.ts";
import { serviceSpec } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, flagOf, versionOf } from "../query.ts";
import type { Route } from "./route.ts";

/** The logs of something that ran nowhere: a stream with nothing in it. */
export function noLogs({ query }: Call, refusal: "api-streams-service" | "api-streams-container" = "api-streams-service"): Answer {
  if (!flagOf(query, "stdout") && !flagOf(query, "stderr")) throw failure(refusal);
  return { status: 200, text: "", type: "application/vnd.docker.multiplexed-stream" };
}

/** `/services` and `/tasks` */
export const services: readonly Route[] = [
  {
    method: "GET",
    path: "/services",
    handle: async ({ client, query }) => json(await client.serviceList(filtersOf(query), { status: flagOf(query, "status") })),
  },
  {
    method: "GET",
    path: "/services/*/logs",
    handle: async (call) => {
      const answer = noLogs(call);
      await call.client.serviceInspect(call.ref);
      return answer;
    },
  },
  {
    method: "GET",
    path: "/services/*",
    handle: async ({ client, ref, query }) => json(await client.serviceInspect(ref, { insertDefaults: flagOf(query, "insertDefaults") })),
  },
  {
    method: "POST",
    path: "/services/create",
    body: serviceSpec,
    burst: "part",
    handle: async ({ client, body }) => json(await client.serviceCreate(body as ServiceSpec), 201),
  },
  {
    method: "POST",
    path: "/services/*/update",
    body: serviceSpec,
    burst: "part",
    handle: async ({ client, ref, body, query }) =>
      json(
        await client.serviceUpdate(ref, versionOf(query, "service"), body as ServiceSpec, query.get("rollback") === "previous" ? { rollback: "previous" } : {}),
      ),
  },
  {
    method: "DELETE",
    path: "/services/*",
    handle: async ({ client, ref }) => {
      await client.serviceRemove(ref);
      return empty(200);
    },
  },
  { method: "GET", path: "/tasks", handle: async ({ client, query }) => json(await client.taskList(filtersOf(query))) },
  {
    method: "GET",
    path: "/tasks/*/logs",
    handle: async (call) => {
      const answer = noLogs(call);
      await call.client.taskInspect(call.ref);
      return answer;
    },
  },
  { method: "GET", path: "/tasks/*", handle: async ({ client, ref }) => json(await client.taskInspect(ref)) },
];
