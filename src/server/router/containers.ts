import { type ContainerCreateRequest, type EngineClient, failure } from "../../api/index.ts";
import { containerCreate } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, flagOf } from "../query.ts";
import type { Route } from "./route.ts";
import { noLogs } from "./services.ts";

const isRunning = async ({ client, ref }: Call): Promise<boolean> => (await client.containerInspect(ref)).State.Running;

/**
 * Answers with the container's exit status once it does not run: a dry-run container runs until it is stopped. The head of
 * the answer goes out at once, which `docker run` waits for before it starts the container.
 */
async function wait({ client, ref, query, gone }: Call): Promise<Answer> {
  const { Id, State } = await client.containerInspect(ref);
  const waits = State.Running || ["next-exit", "removed"].includes(query.get("condition") ?? "");
  return { status: 200, lines: exitOf(client, Id, waits ? undefined : State.ExitCode, gone) };
}

async function* exitOf(client: EngineClient, id: string, known: number | undefined, gone: AbortSignal): AsyncGenerator<{ StatusCode: number }> {
  if (known !== undefined) {
    yield { StatusCode: known };
    return;
  }
  const events = client.events({ filters: { container: [id], event: ["die", "destroy"] } })[Symbol.asyncIterator]();
  gone.addEventListener("abort", () => void events.return?.());
  const { value, done } = await events.next();
  await events.return?.();
  if (!done) yield { StatusCode: Number(value.Actor.Attributes.exitCode ?? 137) };
}

/** Ends of the streams that are attached to containers, by container: those run in the foreground. */
const attached = new WeakMap<EngineClient, Map<string, () => void>>();

/** `docker run` without -d: a stream that ends with the container, which ends as soon as it has started. */
async function attach({ client, ref, gone }: Call): Promise<Answer> {
  const { Id } = await client.containerInspect(ref);
  const streams = attached.get(client) ?? new Map<string, () => void>();
  attached.set(client, streams);
  const upgrade = new Promise<void>((resolve) => {
    streams.set(Id, resolve);
    gone.addEventListener("abort", () => resolve());
  });
  return { status: 101, upgrade };
}

/** Starts a container. One that someone is attached to ends at once: nothing runs in a dry run. */
async function start({ client, ref }: Call): Promise<Answer> {
  const { Id, State } = await client.containerInspect(ref);
  if (State.Running) return empty(304);
  const end = attached.get(client)?.get(Id);
  attached.get(client)?.delete(Id);
  try {
    await client.containerStart(Id);
    if (end) await client.containerStop(Id);
  } finally {
    end?.();
  }
  return empty(204);
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
      const answer = noLogs(call, "api-streams-container");
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
    handle: start,
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
  { method: "POST", path: "/containers/*/attach", handle: attach },
  {
    method: "DELETE",
    path: "/containers/*",
    handle: async ({ client, ref, query }) => {
      await client.containerRemove(ref, flagOf(query, "force"));
      return empty(204);
    },
  },
];
