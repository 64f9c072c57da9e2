import { failure, type ServiceSpec } from "../../api/index.ts";
import { serviceSpec } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, flagOf, strictFlagOf, versionOf } from "../query.ts";
import type { Route } from "./route.ts";

/** Refuses a part of the logs that cannot be cut out. */
function checkWindow(query: URLSearchParams): void {
  const tail = query.get("tail") ?? "";
  if (tail !== "" && tail !== "all" && !/^[+-]?\d+$/.test(tail)) throw failure("service-logs-tail");
  if (Number(tail) < 0) throw failure("service-logs-negative-tail");
  const since = query.get("since") ?? "";
  const [seconds = ""] = since.split(".");
  if (since !== "" && !/^[+-]?\d+$/.test(seconds)) throw failure("api-since", { value: seconds });
}

/** The logs of something that ran nowhere: a stream with nothing in it. */
export function noLogs({ query }: Call, refusal: "api-streams-service" | "api-streams-container" = "api-streams-service"): Answer {
  if (!flagOf(query, "stdout") && !flagOf(query, "stderr")) throw failure(refusal);
  if (refusal === "api-streams-service") checkWindow(query);
  return { status: 200, text: "", type: "application/vnd.docker.multiplexed-stream" };
}

/** `/services` and `/tasks` */
export const services: readonly Route[] = [
  {
    method: "GET",
    path: "/services",
    handle: async ({ client, query }) => json(await client.serviceList(filtersOf(query), { status: strictFlagOf(query, "status") })),
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
    handle: async ({ client, ref, query }) => json(await client.serviceInspect(ref, { insertDefaults: strictFlagOf(query, "insertDefaults") })),
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
    handle: async ({ client, ref, body, query }) => {
      const version = versionOf(query, "service");
      const rollback = query.get("rollback") ?? "";
      if (!["", "none", "previous"].includes(rollback)) throw failure("api-rollback", { value: rollback });
      if (!["", "spec", "previous-spec"].includes(query.get("registryAuthFrom") ?? "")) throw failure("api-auth-from");
      return json(await client.serviceUpdate(ref, version, body as ServiceSpec, rollback === "previous" ? { rollback } : {}));
    },
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
