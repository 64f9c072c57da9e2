import type { IncomingMessage, ServerResponse } from "node:http";
import { DryswarmError, type EventMessage } from "../api/index.ts";
import { refusedAsForeign } from "./guard.ts";
import type { Log } from "./log.ts";

/** What the page of a server needs. */
export interface PageOptions {
  readonly html: string;
  /** The swarm as the page asks for it, JSON. */
  swarm(): Promise<string>;
  /** Tells `listener` of each event of the simulated engines from now on. */
  watch(listener: (event: EventMessage) => void): void;
  /** Ends the wait for more of a burst of requests, as every look at the swarm does. */
  settle(): Promise<void>;
  /** Hosts that requests may name beside those of the loopback. */
  readonly allowedHosts: readonly string[];
  /** Whether requests may come from any web page: on TCP without TLS. */
  readonly isGuarded: boolean;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
  readonly log: Log;
}

/** For how long events are gathered into one message where no request ends with them, in milliseconds. */
const GATHERED = 20;
/** Events that a message names at most: the last ones. */
const NAMED = 20;

/** What keeps the page from being shown in, and its answers from being read by, pages of others. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * The page that shows the swarm of a server: GET / is the page, /swarm.json what it shows, /events a stream with a message for each
 * change: the last events of the engines that belong to it, `[{"type": "service", "action": "update", "name": "web"}]`, none where the engine
 * has no event for it. It only looks: no request changes anything.
 */
export function createPage({ html, swarm, watch, settle, allowedHosts, isGuarded, stopping, log }: PageOptions) {
  const watchers = new Set<ServerResponse>();
  let events: EventMessage[] = [];
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const named = events.map(({ Type, Action, Actor }) => ({ type: Type, action: Action, name: Actor.Attributes.name ?? Actor.ID }));
    events = [];
    for (const watcher of watchers) watcher.write(`data: ${JSON.stringify(named)}\n\n`);
  };
  watch((event) => {
    if (watchers.size === 0) return;
    events.push(event);
    if (events.length > NAMED) events.shift();
    timer ??= setTimeout(send, GATHERED);
  });
  stopping.addEventListener("abort", () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.end();
    // What still happens is told to nobody: a stream that has ended takes no more.
    watchers.clear();
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = isGuarded ? refusedAsForeign(request, allowedHosts) : undefined;
    const say = (status: number, type: string, body: string): void => {
      response.writeHead(status, { ...HEADERS, "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    if (refused) return say(refused.http ?? 403, "application/json", JSON.stringify({ message: refused.message }));
    if (request.method !== "GET" && request.method !== "HEAD") return say(405, "text/plain; charset=utf-8", "This page only looks.\n");
    const path = (request.url ?? "/").split("?")[0];
    if (path === "/") return say(200, "text/html; charset=utf-8", html);
    if (path === "/swarm.json") {
      await settle();
      return say(200, "application/json", await swarm());
    }
    if (path !== "/events" || request.method === "HEAD") return say(404, "text/plain; charset=utf-8", "There is no such page.\n");
    response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
    response.flushHeaders();
    watchers.add(response);
    response.on("close", () => watchers.delete(response));
    if (stopping.aborted) response.end();
  }

  return {
    /** Answers one request. Never rejects. */
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      answer(request, response).catch((error: unknown) => {
        if (!(error instanceof DryswarmError)) log.problem(error);
        if (response.headersSent) return response.destroy();
        response.writeHead(500, { ...HEADERS, "Content-Type": "application/json" });
        response.end(JSON.stringify({ message: (error as Error).message }));
      });
    },
    /** Tells all who watch that a request may have changed something, and the events that came with it. */
    changed: send,
  };
}
