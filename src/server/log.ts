/** A request that was answered. `ms` is the time from its head to the end of the answer. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly host: string;
  /** The engine's message, for a status of 400 and more. */
  readonly message?: string;
}

/** Log of a server, a line for each event. */
export interface Log {
  info(text: string): void;
  request(line: RequestLine): void;
  /** A defect: its stack goes here and nowhere else. */
  problem(error: unknown): void;
}

/** A log that writes lines of text, or of JSON. */
export function createLog(format: "text" | "json", write: (text: string) => void): Log {
  const line = (level: string, msg: string, more: object): void => {
    const time = new Date().toISOString();
    if (format === "json") write(`${JSON.stringify({ time, level, msg, ...more })}\n`);
    else write(`${time} ${level.padEnd(5)} ${msg}\n`);
  };
  return {
    info: (text) => line("info", text, {}),
    request: (request) => {
      const { method, path, status, ms, host } = request;
      line("info", format === "json" ? "request" : `${method} ${path} ${status} ${ms}ms ${host}`, request);
    },
    problem: (error) => line("error", error instanceof Error ? (error.stack ?? error.message) : String(error), {}),
  };
}
