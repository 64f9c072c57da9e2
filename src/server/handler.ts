import type { IncomingMessage, ServerResponse } from "node:http";
import { type DataCentre, DryswarmError, type EngineClient, failure } from "../api/index.ts";
import { stringifyExact } from "../values/exact-json.ts";
import { parseBody, readBody } from "./body.ts";
import { refusedAsForeign } from "./guard.ts";
import type { Answer } from "./http.ts";
import type { Log } from "./log.ts";
import { routeOf } from "./router/index.ts";
import { Settling } from "./settling.ts";
import { type ApiVersions, splitVersion } from "./version.ts";

/** Shared parts of the requests of all sockets. */
export interface Served {
  readonly centre: DataCentre;
  readonly log: Log;
  /** Version of the engine, for the `Server` header. */
  readonly version: string;
  /** Versions of the Engine API that it speaks. */
  readonly api: ApiVersions;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
  /** Hosts that guarded requests may name beside those of the loopback. */
  readonly allowedHosts?: readonly string[];
  /** Called when the hosts may have changed. */
  hostsChanged(): Promise<void>;
  /** Called when a request may have changed something. */
  changed?(): void;
}

/** Header that names the simulated host a request is for; without it that of the socket. */
export const HOST_HEADER = "dryswarm-host";

/** Hosts that are remembered by name: those of a header may be any. */
const MOST_HOSTS = 10_000;

/** Answers requests: finds the route, reads the body, calls the engine, writes what it says. */
export function createHandler(served: Served) {
  const clients = new Map<string, EngineClient>();
  const settling = new Settling();
  const clientOf = (host: string): EngineClient => {
    const client = clients.get(host) ?? served.centre.on(host);
    if (clients.size >= MOST_HOSTS && !clients.has(host)) clients.delete(clients.keys().next().value as string);
    clients.set(host, client);
    return client;
  };
  const headers = {
    "Api-Version": `1.${served.api.max}`,
    "Docker-Experimental": "false",
    Ostype: "linux",
    Server: `Docker/${served.version} (linux)`,
    Dryswarm: served.version,
  };

  async function answer(request: IncomingMessage, host: string, gone: AbortSignal, isGuarded: boolean): Promise<Answer> {
    const refused = isGuarded ? refusedAsForeign(request, served.allowedHosts ?? []) : undefined;
    if (refused) throw refused;
    const method = request.method ?? "GET";
    const url = pathOf(request.url ?? "/");
    const clean = cleanPath(url.path);
    if (clean !== url.path) return { status: 301, headers: { Location: encodeURI(clean) + (url.search && `?${url.search}`) } };
    const { version, path } = splitVersion(url.path, served.api);
    if (method === "OPTIONS") return { status: 200 };
    const { route, ref } = routeOf(method, path);
    const text = route.body ? await readBody(request) : "";
    const body = route.body && parseBody(text, request.headers["content-type"], route.body, route.bodyNeeded ?? false);
    const client = clientOf(host);
    if (route.burst === "part") settling.hold(client);
    else if (route.burst !== "aside") await settling.settle();
    const result = await route.handle({
      client,
      centre: served.centre,
      ref,
      query: url.query,
      agent: request.headers["user-agent"] ?? "",
      version,
      body,
      gone,
    });
    if (path.startsWith("/dryswarm/hosts") && method !== "GET") await served.hostsChanged();
    if (method !== "GET" && method !== "HEAD") served.changed?.();
    return result;
  }

  async function send(request: IncomingMessage, response: ServerResponse, answered: Answer): Promise<void> {
    const { status, json, text, type, headers: more, lines, upgrade } = answered;
    const bare = request.method === "HEAD";
    if (upgrade && response.socket) {
      const { socket } = response;
      const own = Object.entries(more ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
      // The engine takes the connection over either way; clients that ask for no upgrade read a plain answer.
      const head = request.headers.upgrade ? ["101 UPGRADED", "Connection: Upgrade\r\nUpgrade: tcp\r\n"] : ["200 OK", ""];
      socket.write(`HTTP/1.1 ${head[0]}\r\nContent-Type: application/vnd.docker.raw-stream\r\n${head[1]}${own.join("")}\r\n`);
      await upgrade;
      socket.end();
      return;
    }
    const body = json === undefined ? text : `${stringifyExact(json)}\n`;
    const kind = type ?? (json !== undefined || lines ? "application/json" : undefined);
    response.writeHead(status, {
      ...headers,
      ...more,
      ...(kind && { "Content-Type": kind }),
      ...(!lines && status !== 204 && status !== 304 && { "Content-Length": Buffer.byteLength(bare ? "" : (body ?? "")) }),
    });
    if (!lines) {
      response.end(bare ? undefined : body);
      return;
    }
    response.flushHeaders();
    for await (const line of lines) if (!response.write(`${JSON.stringify(line)}\n`)) await drained(response);
    response.end();
  }

  /** Answers one request that came to the socket of `host`; one that is guarded may come from a web page. Never rejects. */
  async function handle(request: IncomingMessage, response: ServerResponse, socketHost: string, isGuarded = false): Promise<void> {
    const started = process.hrtime.bigint();
    const named = request.headers[HOST_HEADER];
    const host = (typeof named === "string" && named) || socketHost;
    const gone = new AbortController();
    const abort = (): void => gone.abort();
    response.on("close", abort);
    served.stopping.addEventListener("abort", abort);
    let status = 500;
    let message: string | undefined;
    try {
      const result = await answer(request, host, gone.signal, isGuarded).catch((error: unknown) => refusal(error, served.log));
      status = result.status;
      if (status >= 400) message = messageOf(result);
      // What is left of a body that nobody read would be taken for the next request.
      if (!request.complete && status >= 400) response.setHeader("Connection", "close");
      await send(request, response, result);
    } catch (error) {
      served.log.problem(error);
      response.destroy();
    } finally {
      served.stopping.removeEventListener("abort", abort);
      const ms = Number((process.hrtime.bigint() - started) / 10_000n) / 100;
      served.log.request({ method: request.method ?? "", path: request.url ?? "", status, ms, host, ...(message !== undefined && { message }) });
    }
  }
  return { handle, settle: () => settling.settle() };
}

/** The engine's message in the answer of a refused request. */
const messageOf = ({ json, text = "" }: Answer): string => (typeof json === "object" && json !== null && "message" in json ? String(json.message) : text);

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });

/** The path of a request, decoded, and its query. Throws api-page for what is no path. */
function pathOf(url: string): { path: string; search: string; query: URLSearchParams } {
  const [raw = "/", search = ""] = url.split(/\?(.*)/s, 2);
  try {
    return { path: decodeURIComponent(raw), search, query: new URLSearchParams(search) };
  } catch {
    throw failure("api-page");
  }
}

/** A path without empty, "." and ".." parts: the Engine sends clients there. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}${path.endsWith("/") && parts.length > 0 ? "/" : ""}`;
}

/** An error as the Engine answers it; what is no error of the table is told without its stack. */
function refusal(error: unknown, log: Log): Answer {
  if (!(error instanceof DryswarmError)) log.problem(error);
  const known = error instanceof DryswarmError ? error : failure("api-defect", { problem: error instanceof Error ? error.message : String(error) });
  const status = known.http ?? 500;
  if (known.code === "api-too-old") return { status, text: `${known.message}\n`, type: "text/plain; charset=utf-8" };
  return { status, json: { message: known.message } };
}
