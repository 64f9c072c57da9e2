import { once } from "node:events";
import { Agent, type ClientRequestArgs, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as SecureAgent } from "node:https";
import { isIP } from "node:net";
import { DryswarmError, failure, type NetworkInspect } from "../api/index.ts";
import { parseExact } from "../values/exact-json.ts";
import { withoutUserInfo } from "../values/user-info.ts";
import { dialStdio } from "./dial-stdio.ts";

/** Certificates that an engine asks for: PEM texts. */
export interface Certificates {
  readonly ca?: Buffer | undefined;
  readonly cert?: Buffer | undefined;
  readonly key?: Buffer | undefined;
  /** Takes any certificate of the engine, as a context with `skip-tls-verify` does. */
  readonly skipsVerify?: boolean;
}

/** A live engine to be read. */
export interface LiveEngine {
  /** `unix://PATH`, `tcp://HOST:PORT` or `ssh://[USER@]HOST[:PORT]`. */
  readonly url: string;
  readonly certificates?: Certificates | undefined;
  /** Environment of what is started to reach it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Seconds after which an answer is no longer waited for. */
  readonly seconds: number;
}

/** Answers that are waited for at the same time. */
const AT_ONCE = 8;

interface Route {
  readonly send: typeof httpRequest;
  readonly options: ClientRequestArgs;
  readonly agent: Agent;
}

/** How an engine is reached. Throws live-url. */
function routeTo({ url, certificates, env }: LiveEngine): Route {
  const unix = /^unix:\/\/(\/.+)$/.exec(url)?.[1];
  if (unix) return { send: httpRequest, options: { socketPath: unix }, agent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }) };
  const [, six, name, port] = /^(?:tcp|http|https):\/\/(?:\[([^\]]+)\]|([^:/@]+)):(\d{1,5})\/?$/.exec(url) ?? [];
  if (port) {
    const options = { host: six ?? name ?? "", port: Number(port) };
    if (!certificates) return { send: httpRequest, options, agent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }) };
    const { skipsVerify = false, ...pem } = certificates;
    const agent = new SecureAgent({ ...pem, rejectUnauthorized: !skipsVerify, keepAlive: true, maxSockets: AT_ONCE });
    // The certificate is for the host of the address, not for the one that the request's header names. An address has no name to send.
    const servername = isIP(options.host) ? "" : options.host;
    return { send: httpsRequest, options: { ...options, servername } as ClientRequestArgs, agent };
  }
  if (!/^ssh:\/\/(?:[^@/\s-][^@/\s]*@)?(?:\[[0-9a-fA-F:]+\]|[^-@:/\s][^@:/\s]*)(?::\d{1,5})?\/?$/.test(url))
    throw failure("live-url", { url: withoutUserInfo(url) });
  const agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), { createConnection: () => dialStdio(url, env) });
  return { send: httpRequest, options: { host: "ssh" }, agent };
}

/**
 * What reads a live engine. It has one method, which sends GET: nothing that changes an engine can be said with it.
 */
export class LiveReader {
  readonly #route: Route;
  readonly #shown: string;

  constructor(private readonly engine: LiveEngine) {
    this.#route = routeTo(engine);
    this.#shown = withoutUserInfo(engine.url);
  }

  /** The JSON that the engine answers to GET of a path. Rejects with the live-* errors. */
  async get<T>(path: string): Promise<T> {
    const signal = AbortSignal.timeout(this.engine.seconds * 1000);
    try {
      const answer = await this.#open(path, signal);
      const text = await this.#textOf(answer, path);
      if (answer.statusCode !== 200) throw failure("live-status", { url: this.#shown, path, status: answer.statusCode ?? 0, message: messageOf(text) });
      return this.#parse<T>(text, path);
    } catch (error) {
      if (signal.aborted) throw failure("live-timeout", { url: this.#shown, path, seconds: this.engine.seconds });
      throw error;
    }
  }

  #open(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const { send, options, agent } = this.#route;
    return new Promise((resolve, reject) => {
      const sent = send({ ...options, agent, method: "GET", path, headers: { Host: "dryswarm" }, signal }, resolve);
      sent.once("error", (error) => {
        const isForeign = "code" in error && String(error.code).startsWith("HPE_");
        reject(failure(isForeign ? "live-foreign" : "live-unreachable", { url: this.#shown, cause: withoutUserInfo(error.message) }));
      });
      sent.end();
    });
  }

  async #textOf(answer: IncomingMessage, path: string): Promise<string> {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(answer, "end").catch(() => {
      throw failure("live-partial", { url: this.#shown, path });
    });
    if (!answer.complete) throw failure("live-partial", { url: this.#shown, path });
    return Buffer.concat(chunks).toString("utf8");
  }

  #parse<T>(text: string, path: string): T {
    try {
      return parseExact(text) as T;
    } catch {
      throw failure("live-foreign", { url: this.#shown, cause: `its answer to GET ${path} is no JSON` });
    }
  }

  /** Lets the connections go. */
  close(): void {
    this.#route.agent.destroy();
  }
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? text.trim());
  } catch {
    return text.trim().slice(0, 200);
  }
}

/** What an engine says of itself, as far as it matters here. */
interface Info {
  readonly Name?: string;
  readonly ServerVersion?: string;
  readonly Swarm?: { readonly NodeID?: string; readonly LocalNodeState?: string; readonly ControlAvailable?: boolean };
}

/** What a live engine told: objects as the Engine API shows them. */
export interface LiveReading {
  readonly file: string;
  readonly values: readonly unknown[];
  readonly isManager: boolean;
}

/** Reads a live engine: a manager tells its swarm and its own networks, a worker its networks. Rejects with the live-* errors. */
export async function readLive(engine: LiveEngine, say: (text: string) => void): Promise<LiveReading> {
  const file = withoutUserInfo(engine.url);
  const reader = new LiveReader(engine);
  try {
    say(`reading ${file}`);
    const info = await reader.get<Info>("/info");
    if (typeof info !== "object" || info === null || typeof info.ServerVersion !== "string")
      throw failure("live-foreign", { url: file, cause: "it does not say what it is" });
    if (info.Swarm?.LocalNodeState !== "active") throw failure("live-no-swarm", { url: file });
    const networks = await readNetworks(reader, (count, all) => say(`reading ${file}: ${count} of ${all} networks`));
    if (!info.Swarm.ControlAvailable) return { file, values: [info, { networks }], isManager: false };
    say(`reading ${file}: services and tasks`);
    const [swarm, services, tasks, nodes, configs, secrets] = await Promise.all(
      ["/swarm", "/services", "/tasks", "/nodes", "/configs", "/secrets"].map((path) => reader.get<unknown>(path)),
    );
    return { file, values: [info, { swarm, networks, services, tasks, nodes, configs, secrets }], isManager: true };
  } finally {
    reader.close();
  }
}

/** The networks of an engine in full form, with the endpoints that they have on it. One that goes meanwhile is left out. */
async function readNetworks(reader: LiveReader, done: (count: number, all: number) => void): Promise<NetworkInspect[]> {
  const list = await reader.get<NetworkInspect[]>("/networks");
  const full: NetworkInspect[] = [];
  const waiting = [...list];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { Id } = next;
      const one = await reader.get<NetworkInspect>(`/networks/${encodeURIComponent(Id)}`).catch((error: unknown) => gone(error));
      if (one) full.push(one);
      done(full.length, list.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return full;
}

/** Nothing for an object that is no longer there; throws any other error. */
function gone(error: unknown): undefined {
  if (error instanceof DryswarmError && error.blanks.status === 404) return undefined;
  throw error;
}
