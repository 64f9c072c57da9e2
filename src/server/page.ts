import type { IncomingMessage, ServerResponse } from "node:http";
import { DryswarmError } from "../api/index.ts";
import { refusedAsForeign } from "./guard.ts";
import type { Log } from "./log.ts";

/** What the page of a server needs. */
export interface PageOptions {
  readonly html: string;
  /** The swarm as the page asks for it, JSON. */
  swarm(): Promise<string>;
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

/** What keeps the page from being shown in, and its answers from being read by, pages of others. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * The page that shows the swarm of a server: GET / is the page, /swarm.json what it shows, /events a stream that has a message for each
 * change. It only looks: no request changes anything.
 */
export function createPage({ html, swarm, settle, allowedHosts, isGuarded, stopping, log }: PageOptions) {
  const watchers = new Set<ServerResponse>();
  stopping.addEventListener("abort", () => {
    for (const watcher of watchers) watcher.end();
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
    /** Tells all who watch that something may have changed. */
    changed: (): void => {
      for (const watcher of watchers) watcher.write("data: changed\n\n");
    },
  };
}
