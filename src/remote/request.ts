import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { DryswarmError, failure } from "../api/index.ts";
import { parseExact, stringifyExact } from "../values/exact-json.ts";
import { withoutUserInfo } from "../values/user-info.ts";

/** Where a server is, and for which simulated host it is asked ("" for its first). */
export interface Server {
  readonly url: string;
  readonly host: string;
  readonly agent: Agent;
}

/** A query: what is undefined, false or an empty object is left out. */
export type Query = Readonly<Record<string, string | number | boolean | object | undefined>>;

/** Places of a server: socket, or host and port. Throws remote-url. */
function place(url: string): { socketPath: string } | { host: string; port: number } {
  const unix = /^unix:\/\/(\/.+)$/.exec(url)?.[1];
  if (unix) return { socketPath: unix };
  const [, six, name, port] = /^(?:tcp|http):\/\/(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})\/?$/.exec(url) ?? [];
  if (!port) throw failure("remote-url", { url: withoutUserInfo(url) });
  return { host: six ?? name ?? "", port: Number(port) };
}

/** A server by its URL: `unix://PATH`, `tcp://HOST:PORT`, `http://HOST:PORT`. Throws remote-url. */
export function serverAt(url: string): Server {
  place(url);
  return { url, host: "", agent: new Agent({ keepAlive: true }) };
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] => {
    if (value === undefined || value === false) return [];
    if (typeof value === "object") return Object.keys(value).length > 0 ? [[key, JSON.stringify(value)]] : [];
    return [[key, value === true ? "1" : String(value)]];
  });
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}

/** Sends a request and gives the answer's head; rejects with remote-unreachable. */
export function open({ url, host, agent }: Server, method: string, path: string, query: Query = {}, body?: unknown): Promise<IncomingMessage> {
  const text = body === undefined ? undefined : stringifyExact(body);
  const headers = {
    Host: "dryswarm",
    ...(host && { "Dryswarm-Host": host }),
    ...(text !== undefined && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ ...place(url), agent, method, path: `/v1.51${path}${queryText(query)}`, headers }, resolve);
    sent.once("error", (error) => reject(failure("remote-unreachable", { url: withoutUserInfo(url), cause: error.message })));
    sent.end(text);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** An answer's error as the engine's own: its message and status. */
export async function refusal(answer: IncomingMessage): Promise<DryswarmError> {
  const text = await textOf(answer);
  let message = text.trim();
  try {
    message = (JSON.parse(text) as { message: string }).message;
  } catch {
    // Not every answer is JSON: what it says is the message then.
  }
  return new DryswarmError("remote-answer", message, answer.statusCode ?? 500, 1);
}

/** Sends a request and gives the answer's JSON, undefined where it has no body. Rejects with the engine's error. */
export async function request<T>(server: Server, method: string, path: string, query: Query = {}, body?: unknown): Promise<T> {
  const answer = await open(server, method, path, query, body);
  if ((answer.statusCode ?? 500) >= 400) throw await refusal(answer);
  const text = await textOf(answer);
  return (text === "" || !String(answer.headers["content-type"]).includes("json") ? undefined : parseExact(text)) as T;
}
