import { type ContainerCreateRequest, failure } from "../../api/index.ts";
import { containerCreate } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, flagOf } from "../query.ts";
import type { Route } from "./route.ts";
import { noLogs } from "./services.ts";

const isRunning = async ({ client, ref }: Call): Promise<boolean> => (await client.containerInspect(ref)).State.Running;

/** Answers with the container's exit status once it does not run: a dry-run container runs until it is stopped. */
async function wait(call: Call): Promise<Answer> {
  const { client, ref, query, gone } = call;
  const { Id, State } = await client.containerInspect(ref);
  const next = query.get("condition") === "next-exit";
  let code = State.ExitCode;
  if (State.Running || next) {
    const events = client.events({ filters: { container: [Id], event: ["die", "destroy"] } })[Symbol.asyncIterator]();
    gone.addEventListener("abort", () => void events.return?.());
    const event = await events.next();
    await events.return?.();
    code = Number((event.value as { Actor?: { Attributes: { exitCode?: string } } } | undefined)?.Actor?.Attributes.exitCode ?? 137);
  }
  return json({ StatusCode: code });
}

/** `/containers` */
export const containers: readonly Route[] = [
  {
    method: "GET",
    path: "/containers/json",
    handle: async ({ client, query }) => {
      const limit = Number(query.get("limit") ?? 0);
      const list = await client.containerList({ all: flagOf(query, "all") || limit > 0, filters: filtersOf(query) });
      return json(limit > 0 ? list.slice(0, limit) : list);
    },
  },
  { method: "GET", path: "/containers/*/json", handle: async ({ client, ref }) => json(await client.containerInspect(ref)) },
  {
    method: "GET",
    path: "/containers/*/logs",
    handle: async (call) => {
      const answer = noLogs(call);
      await call.client.containerInspect(call.ref);
      return answer;
    },
  },
  {
    method: "POST",
    path: "/containers/create",
    body: containerCreate,
    bodyNeeded: true,
    handle: async ({ client, query, body }) => {
      const request = body as ContainerCreateRequest;
      if (request.Image === "") throw failure("api-container-empty");
      const EndpointsConfig = request.NetworkingConfig.EndpointsConfig ?? {};
      return json(await client.containerCreate((query.get("name") ?? "").replace(/^\//, ""), { ...request, NetworkingConfig: { EndpointsConfig } }), 201);
    },
  },
  { method: "POST", path: "/containers/prune", handle: async ({ client, query }) => json(await client.containerPrune(filtersOf(query))) },
  {
    method: "POST",
    path: "/containers/*/start",
    handle: async (call) => {
      if (await isRunning(call)) return empty(304);
      await call.client.containerStart(call.ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/*/stop",
    handle: async (call) => {
      if (!(await isRunning(call))) return empty(304);
      await call.client.containerStop(call.ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/*/restart",
    handle: async ({ client, ref }) => {
      await client.containerStop(ref);
      await client.containerStart(ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/*/kill",
    handle: async ({ client, ref }) => {
      await client.containerKill(ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/*/rename",
    handle: async ({ client, ref, query }) => {
      const name = (query.get("name") ?? "").replace(/^\//, "");
      if (name === "") throw failure("api-names-empty");
      await client.containerRename(ref, name);
      return empty(204);
    },
  },
  { method: "POST", path: "/containers/*/wait", handle: wait },
  {
    method: "DELETE",
    path: "/containers/*",
    handle: async ({ client, ref, query }) => {
      await client.containerRemove(ref, flagOf(query, "force"));
      return empty(204);
    },
  },
];
