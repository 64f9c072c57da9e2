import type { DataCentre, EngineClient } from "../api/index.ts";

/** A request as a route sees it: the engine of the host it came to, and what the path, query and body say. */
export interface Call {
  readonly client: EngineClient;
  readonly centre: DataCentre;
  /** The part of the path that names an object, decoded. */
  readonly ref: string;
  readonly query: URLSearchParams;
  /** Name that the client gives itself (`User-Agent`). */
  readonly agent: string;
  /** API version asked for as a number: 1.51 is 51. */
  readonly version: number;
  /** The body, decoded as the type that the route names. */
  readonly body: unknown;
  /** Aborted when the client is gone or the server stops. */
  readonly gone: AbortSignal;
}

/** Answer of a route: a status, and a body as JSON, as text, or as a stream of JSON lines. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lines?: AsyncIterable<unknown>;
  /** Makes the connection a raw stream, with nothing on it, that ends when this resolves. */
  readonly upgrade?: Promise<void>;
}

/** The answer `status` with a JSON body. */
export const json = (value: unknown, status = 200): Answer => ({ status, json: value });
/** An answer without a body. */
export const empty = (status: number): Answer => ({ status });
