import { mkdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { DataCentre } from "../api/index.ts";
import type { CommandRecord } from "../plan/command-record.ts";
import { createHandler } from "../server/handler.ts";
import { type Listener, listen } from "../server/listen.ts";
import type { RequestLine } from "../server/log.ts";
import type { ApiVersions } from "../server/version.ts";

/** What the sockets of a run speak for. */
export interface EngineSocketsOptions {
  /** Folder in which they are made. */
  readonly folder: string;
  readonly centre: DataCentre;
  /** Version of the simulated engine, such as 28.5.2. */
  readonly version: string;
  /** Versions of the Engine API that it speaks. */
  readonly api: ApiVersions;
  /** Takes what was asked for, once it is answered. */
  note(record: CommandRecord): void;
}

/** Sockets on which the simulated Engine API of one run is served, a socket for each host that a script may address. */
export interface EngineSockets {
  /** Path of the first host's socket. */
  readonly first: string;
  /** Folder of the sockets that bear a host's name, NAME.sock. */
  readonly folder: string;
  /** Path of the socket of the host NAME; the host comes into being with the first request that changes something. */
  of(name: string): Promise<string>;
  close(): Promise<void>;
}

const recordOf = ({ method, path, status, message = "" }: RequestLine): CommandRecord => ({
  argv: [method, path],
  status: Number(status >= 400),
  stderr: message,
  http: status,
  ...(status === 501 && { skipped: true }),
});

/** Opens the socket of the first host. Rejects with serve-address. */
export async function openEngineSockets({ folder, centre, version, api, note }: EngineSocketsOptions): Promise<EngineSockets> {
  const stopping = new AbortController();
  const handler = createHandler({
    centre,
    version,
    api,
    stopping: stopping.signal,
    log: { info: () => undefined, problem: () => undefined, request: (line) => note(recordOf(line)) },
    hostsChanged: async () => undefined,
  });
  const hosts = join(folder, "hosts");
  mkdirSync(hosts);
  const opened = new Map<string, Promise<Listener>>();
  const on = (path: string, host: () => Promise<string>): Promise<Listener> =>
    listen(
      `unix://${path}`,
      (request: IncomingMessage, response: ServerResponse) => void host().then((name) => handler.handle(request, response, name)),
      undefined,
    );
  const first = join(folder, "engine.sock");
  opened.set(
    first,
    on(first, async () => (await centre.hostNames())[0] ?? "node-1"),
  );
  await opened.get(first);
  return {
    first,
    folder: hosts,
    of: async (name) => {
      const path = join(hosts, `${name}.sock`);
      if (!opened.has(path))
        opened.set(
          path,
          on(path, async () => name),
        );
      await opened.get(path);
      return path;
    },
    close: async () => {
      stopping.abort();
      await Promise.all([...opened.values()].map(async (listener) => (await listener).close()));
      await handler.settle();
    },
  };
}
