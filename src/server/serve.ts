import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type DataCentre, DryswarmError } from "../api/index.ts";
import { createHandler } from "./handler.ts";
import { type Listener, listen, type Timeouts, type TLSFiles } from "./listen.ts";
import type { Log } from "./log.ts";
import { createPage, type PageOptions } from "./page.ts";
import type { ApiVersions } from "./version.ts";

/** Settings that a server is started with. */
export interface ServeOptions {
  readonly centre: DataCentre;
  /** Version of the engine that it speaks for. */
  readonly version: string;
  /** Versions of the Engine API that it speaks. */
  readonly api: ApiVersions;
  /** Addresses that speak for the first host: `unix://PATH`, `tcp://HOST:PORT`. */
  readonly addresses: readonly string[];
  /** Folder in which every host has a socket of its own, NAME.sock. */
  readonly hostsDir?: string;
  /** Hosts that there are to be. */
  readonly hosts: readonly string[];
  readonly tls?: TLSFiles;
  /** Hosts that requests on TCP without TLS may name beside those of the loopback. */
  readonly allowedHosts?: readonly string[];
  /** How long clients may take; the documented times where absent. */
  readonly timeouts?: Timeouts;
  /** The page that shows the swarm, at HOST:PORT. */
  readonly page?: Pick<PageOptions, "html" | "swarm" | "watch"> & { readonly address: string };
  readonly log: Log;
  /** Resolves when the server is to stop. */
  readonly stop: Promise<string>;
  /** Called once with the addresses, when all are listened on. */
  ready?(addresses: readonly string[]): void;
}

/**
 * Serves the Engine API until it is told to stop: answers what came in, ends the streams, closes the sockets. The state is
 * the caller's. Rejects with serve-address and serve-tls-files, having closed what it had opened.
 */
export async function serve({
  centre,
  version,
  api,
  addresses,
  hostsDir,
  hosts,
  tls,
  log,
  stop,
  ready,
  allowedHosts = [],
  timeouts,
  page,
}: ServeOptions): Promise<void> {
  const stopping = new AbortController();
  const sockets = new Map<string, Listener>();
  const listeners: Listener[] = [];
  const changed = (): void => shown?.changed();
  const handler = createHandler({ centre, log, version, api, stopping: stopping.signal, allowedHosts, hostsChanged: () => openHosts(), changed });
  const shown = page && createPage({ ...page, settle: handler.settle, allowedHosts, isGuarded: !tls, stopping: stopping.signal, log });
  const on =
    (host: () => Promise<string>, isGuarded = false) =>
    (request: IncomingMessage, response: ServerResponse) =>
      void host().then((name) => handler.handle(request, response, name, isGuarded));
  const first = async (): Promise<string> => (await centre.hostNames())[0] ?? "node-1";

  /** Opens the sockets of hosts that have come, closes those of hosts that have gone. */
  async function openHosts(): Promise<void> {
    if (!hostsDir) return;
    const names = await centre.hostNames();
    for (const name of names) {
      if (sockets.has(name)) continue;
      // A host whose socket cannot be is there all the same, and stands in nobody's way.
      try {
        const listener = await listen(
          `unix://${join(hostsDir, `${name}.sock`)}`,
          on(async () => name),
          { timeouts },
        );
        sockets.set(name, listener);
        log.info(`${name} is at ${listener.address}`);
      } catch (error) {
        if (!(error instanceof DryswarmError)) throw error;
        log.info(`${name} has no socket: ${error.message}`);
      }
    }
    for (const [name, listener] of sockets) {
      if (names.includes(name)) continue;
      sockets.delete(name);
      void listener.close();
    }
  }

  try {
    const there = new Set(await centre.hostNames());
    for (const name of hosts) if (!there.has(name)) await centre.hostAdd({ Name: name });
    for (const address of addresses) {
      const isGuarded = address.startsWith("tcp:") && !tls;
      listeners.push(await listen(address, on(first, isGuarded), { tls, timeouts }));
      log.info(`listening on ${listeners.at(-1)?.address}`);
    }
    if (page && shown) {
      const listener = await listen(`tcp://${page.address}`, shown.handle, { tls, timeouts });
      listeners.push(listener);
      log.info(`the page is at ${listener.address.replace("tcp:", tls ? "https:" : "http:")}/`);
    }
    await openHosts();
    ready?.(listeners.map(({ address }) => address));
    log.info(`stopping: ${await stop}`);
  } finally {
    stopping.abort();
    await Promise.all([...listeners, ...sockets.values()].map((listener) => listener.close()));
    await handler.settle();
  }
}
