import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, createEventLog, engineProfile } from "../../src/engine/index.ts";
import type { EngineProfile } from "../../src/engine/profiles/index.ts";
import { createLog } from "../../src/server/log.ts";
import { type ServeOptions, serve } from "../../src/server/serve.ts";
import { SCHEMA, type State } from "../../src/store/schema.ts";
import { emptyState, type Store } from "../../src/store/tx.ts";
import { newRootCertificate } from "../../src/support/ca.ts";
import { realRandom } from "../../src/support/random.ts";
import { realClock } from "../../src/support/real-clock.ts";
import { sealData } from "../../src/support/seal.ts";
import { memoryStore } from "./memory-store.ts";

/** An answer: its status, headers and whole body. */
export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json(): never;
}

/** What a request sends; the body goes out as it is. */
export interface Sent {
  body?: string | Buffer;
  headers?: Record<string, string>;
}

/** A store in memory that undoes a change that throws, and looks after nothing else: for many requests. */
function quickStore(initial: State): Store & { current(): State } {
  let state = initial;
  return {
    current: () => state,
    view: async (read) => read(state),
    update: async (change) => {
      const next = structuredClone(state);
      const result = change(next);
      state = next;
      return result;
    },
  };
}

/** A server in this process, on a socket of its own and a state in memory. */
export async function testServer(hosts: string[] = [], more: Pick<ServeOptions, "allowedHosts" | "timeouts"> & { tcp?: boolean; quick?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-serve-"));
  const socket = join(folder, "d.sock");
  const store = more.quick ? quickStore(emptyState("28.5", SCHEMA)) : memoryStore(emptyState("28.5", SCHEMA));
  const clock = realClock();
  const centre = createEngine(store, {
    clock,
    random: (drawn) => Object.assign(realRandom(), { drawn }),
    loadCA: async () => newRootCertificate,
    loadSeal: async () => sealData,
    profile: engineProfile("28.5") as EngineProfile,
    version: "28.5.2",
    events: createEventLog(clock, store.current()),
  });
  const lines: string[] = [];
  let end = (): void => undefined;
  const stop = new Promise<string>((resolve) => {
    end = () => resolve("asked to");
  });
  let port = 0;
  let running: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const log = createLog("json", (line) => lines.push(line));
    const { tcp, quick: _quick, ...options } = more;
    const addresses = [`unix://${socket}`, ...(tcp ? ["tcp://127.0.0.1:0"] : [])];
    const ready = (bound: readonly string[]): void => {
      port = Number(/:(\d+)$/.exec(bound.at(-1) ?? "")?.[1] ?? 0);
      resolve();
    };
    running = serve({ centre, version: "28.5.2", api: { min: 24, max: 51 }, addresses, hostsDir: join(folder, "hosts"), hosts, log, stop, ready, ...options });
    running.catch(reject);
  });
  const send = (method: string, path: string, { body, headers }: Sent = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const all = { ...(body !== undefined && { "Content-Type": "application/json" }), ...headers };
      const sent = request({ socketPath: socket, method, path, headers: all }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text) as never });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return {
    socket,
    /** Port on the loopback, where one was asked for. */
    port,
    folder,
    centre,
    lines,
    send,
    get: (path: string) => send("GET", path),
    post: (path: string, value?: unknown) => send("POST", path, value === undefined ? {} : { body: JSON.stringify(value) }),
    close: async () => {
      end();
      await running;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A running {@link testServer}. */
export type TestServer = Awaited<ReturnType<typeof testServer>>;
