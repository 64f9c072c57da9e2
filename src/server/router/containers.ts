import { type ContainerCreateRequest, type EngineClient, failure } from "../../api/index.ts";
import { containerCreate } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, flagOf } from "../query.ts";
import type { Route } from "./route.ts";
import { noLogs } from "./services.ts";

const isRunning = async ({ client, ref }: Call): Promise<boolean> => (await client.containerInspect(ref)).State.Running;

/** Until when `/wait` waits. */
type Condition = "not-running" | "next-exit" | "removed";

/**
 * Answers with the container's exit status once it does not run (or ended anew, or is gone). The head of the answer goes out at once, which
 * `docker run` waits for before it starts the container.
 */
async function wait({ client, ref, query, gone }: Call): Promise<Answer> {
  const condition = query.get("condition") || "not-running";
  if (!["not-running", "next-exit", "removed"].includes(condition)) throw failure("api-wait-condition", { condition });
  const { Id } = await client.containerInspect(ref);
  return { status: 200, lines: exitOf(client, Id, condition as Condition, gone) };
}

async function* exitOf(client: EngineClient, id: string, condition: Condition, gone: AbortSignal): AsyncGenerator<{ StatusCode: number }> {
  const events = client.events({ filters: { container: [id], event: ["die", "destroy"] } })[Symbol.asyncIterator]();
  gone.addEventListener("abort", () => void events.return?.());
  const now = await client.containerInspect(id).catch(() => undefined);
  let code = now?.State.ExitCode ?? 0;
  let over = now === undefined || (condition === "not-running" && !now.State.Running);
  while (!over) {
    const { value, done } = await events.next();
    if (done) return;
    if (value.Action === "die") code = Number(value.Actor.Attributes.exitCode ?? 137);
    over = value.Action === "destroy" || condition !== "removed";
  }
  await events.return?.();
  yield { StatusCode: code };
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

/** The engine's request for a new container: the fields that it acts on, and all others to be shown again. */
function containerRequest({
  Image,
  Cmd,
  Env,
  Labels,
  Hostname,
  MacAddress,
  HostConfig,
  NetworkingConfig,
  ...Config
}: ContainerCreateRequest): ContainerCreateRequest {
  const { LogConfig, RestartPolicy, ...rest } = HostConfig as ContainerCreateRequest["HostConfig"] & {
    LogConfig?: { Type: string; Config?: Record<string, string> | null };
    RestartPolicy?: { Name: string };
  };
  const logs =
    LogConfig && !(isNothing(LogConfig.Type) && isNothing(LogConfig.Config))
      ? { Type: LogConfig.Type || "json-file", Config: LogConfig.Config ?? {} }
      : undefined;
  const policies = { ...(logs && { LogConfig: logs }), ...(RestartPolicy?.Name && { RestartPolicy }) };
  const said = Object.entries({ ...rest, ...policies }).filter(([key, value]) => key === "NetworkMode" || !isNothing(value));
  return {
    Image,
    ...(Cmd && { Cmd }),
    ...(Env && { Env }),
    ...(Labels && { Labels }),
    ...(Hostname && { Hostname }),
    ...(MacAddress && { MacAddress }),
    HostConfig: Object.fromEntries(said) as ContainerCreateRequest["HostConfig"],
    NetworkingConfig: { EndpointsConfig: NetworkingConfig.EndpointsConfig ?? {} },
    Config: Object.fromEntries(Object.entries(Config).filter(([, value]) => !isNothing(value))),
  };
}

/** Whether a value is a zero value of Go's: such a field is shown in any case. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
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
  { method: "GET", path: "/containers/**/json", handle: async ({ client, ref }) => json(await client.containerInspect(ref)) },
  {
    method: "GET",
    path: "/containers/**/logs",
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
      return json(await client.containerCreate((query.get("name") ?? "").replace(/^\//, ""), containerRequest(request)), 201);
    },
  },
  { method: "POST", path: "/containers/prune", handle: async ({ client, query }) => json(await client.containerPrune(filtersOf(query))) },
  {
    method: "POST",
    path: "/containers/**/start",
    handle: start,
  },
  {
    method: "POST",
    path: "/containers/**/stop",
    handle: async (call) => {
      if (!(await isRunning(call))) return empty(304);
      await call.client.containerStop(call.ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/**/restart",
    handle: async ({ client, ref }) => {
      await client.containerStop(ref);
      await client.containerStart(ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/**/kill",
    handle: async ({ client, ref }) => {
      await client.containerKill(ref);
      return empty(204);
    },
  },
  {
    method: "POST",
    path: "/containers/**/rename",
    handle: async ({ client, ref, query }) => {
      const name = (query.get("name") ?? "").replace(/^\//, "");
      if (name === "") throw failure("api-names-empty");
      await client.containerRename(ref, name);
      return empty(204);
    },
  },
  { method: "POST", path: "/containers/**/wait", handle: wait },
  { method: "POST", path: "/containers/**/attach", handle: attach },
  {
    method: "DELETE",
    path: "/containers/**",
    handle: async ({ client, ref, query }) => {
      await client.containerRemove(ref, flagOf(query, "force"));
      return empty(204);
    },
  },
];
