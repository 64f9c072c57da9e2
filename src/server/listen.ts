import { chmodSync, lstatSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect } from "node:net";
import { dirname } from "node:path";
import { failure } from "../api/index.ts";
import { makeFolder } from "../support/make-folder.ts";
import { isLoopback } from "./guard.ts";

/** Files of a TLS server that asks its clients for certificates; PEM. */
export interface TLSFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** An address that is listened on. */
export interface Listener {
  /** As it was asked for; the port that was given where 0 was asked. */
  readonly address: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** How long a client may take for the head and for the whole of a request, in milliseconds. */
export interface Timeouts {
  readonly head: number;
  readonly request: number;
}

const TIMEOUTS: Timeouts = { head: 10_000, request: 30_000 };

/** How a server listens beyond its address. */
export interface Manner {
  readonly tls?: TLSFiles | undefined;
  readonly timeouts?: Timeouts | undefined;
}

/** Listens on `unix://PATH` (mode 0600) or `tcp://HOST:PORT`: loopback, or with TLS any. Rejects with serve-address and serve-tls-files. */
export async function listen(address: string, handle: RequestListener, { tls, timeouts = TIMEOUTS }: Manner = {}): Promise<Listener> {
  const refuse = (cause: string) => failure("serve-address", { address, cause });
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/.exec(address) ?? [];
  const options = serverOptions(timeouts);
  if (scheme === "unix") return listenUnix(address, rest, createServer(options, handle));
  if (scheme !== "tcp") throw refuse("only unix://PATH and tcp://HOST:PORT can be served");
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(rest);
  if (!match || Number(match[3]) > 65_535) throw refuse("not of the form tcp://HOST:PORT");
  const host = match[1] ?? match[2] ?? "";
  if (!tls && !isLoopback(host)) throw refuse("without --tlsverify only loopback addresses are served (127.0.0.1, ::1, localhost)");
  const server = tls ? secure(handle, tls, options) : createServer(options, handle);
  await listening(server, { host: host || "0.0.0.0", port: Number(match[3]) }, refuse);
  const port = (server.address() as { port: number }).port;
  return { address: address.replace(/:\d+$/, `:${port}`), server, close: () => closed(server) };
}

/** Times in Node's own terms: it looks once in each interval for clients that take too long. */
function serverOptions({ head, request }: Timeouts): ServerOptions {
  return { headersTimeout: head, requestTimeout: request, connectionsCheckingInterval: Math.max(50, Math.floor(head / 10)) };
}

function secure(handle: RequestListener, { ca, cert, key }: TLSFiles, options: ServerOptions): Server {
  try {
    const [CA, CERT, KEY] = [ca, cert, key].map((file) => readFileSync(file));
    return createSecureServer({ ...options, ca: CA as Buffer, cert: CERT as Buffer, key: KEY as Buffer, requestCert: true, rejectUnauthorized: true }, handle);
  } catch (error) {
    throw failure("serve-tls-files", { cause: (error as Error).message });
  }
}

async function listenUnix(address: string, path: string, server: Server): Promise<Listener> {
  const refuse = (cause: string) => failure("serve-address", { address, cause });
  if (!path.startsWith("/")) throw refuse("a socket's path is absolute");
  if (Buffer.byteLength(path) > 107) throw refuse("the path is longer than the 107 bytes that a socket may have");
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isSocket()) throw refuse("a file is there that is no socket");
  if (there && (await answers(path))) throw refuse("the address is in use");
  try {
    rmSync(path, { force: true });
    makeFolder(dirname(path), 0o700);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const mask = process.umask(0o177);
  try {
    await listening(server, { path }, refuse);
    chmodSync(path, 0o600);
  } finally {
    process.umask(mask);
  }
  return {
    address,
    server,
    close: async () => {
      await closed(server);
      rmSync(path, { force: true });
    },
  };
}

/** Whether someone listens on a socket: one that a killed server left does not. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

async function listening(server: Server, where: { path: string } | { host: string; port: number }, refuse: (cause: string) => Error): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(refuse(error.code === "EADDRINUSE" ? "the address is in use" : error.message)));
    server.listen({ ...where, backlog: 511 }, resolve);
  });
}

/** Closes a server: idle connections at once, busy ones when they are answered, or after five seconds. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), 5_000);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
