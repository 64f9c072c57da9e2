import type { IncomingMessage } from "node:http";
import { type DryswarmError, failure } from "../api/index.ts";

/** Whether a host means this machine itself. */
export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** The host of a Host header, without a port and brackets, in lower case. */
function hostOf(header: string): string {
  const [, bracketed, bare] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(header.trim()) ?? [];
  return (bracketed ?? bare ?? "").toLowerCase();
}

/**
 * What keeps web pages out of a server on TCP that asks for no certificate: a browser tells by Host that a page took another name for the
 * address, and by Origin or Sec-Fetch-Site that another site sends it. Gives the refusal of such a request. `allowed` are hosts that
 * may be named beside those of the loopback.
 */
export function refusedAsForeign({ headers }: IncomingMessage, allowed: readonly string[]): DryswarmError | undefined {
  const host = hostOf(headers.host ?? "");
  if (!isLoopback(host) && !allowed.some((one) => one.toLowerCase() === host)) return failure("api-foreign-host", { host: headers.host ?? "" });
  if (headers.origin !== undefined) return failure("api-foreign-origin", { origin: headers.origin });
  if (headers["sec-fetch-site"] === "cross-site") return failure("api-foreign-origin", { origin: "another site" });
  return undefined;
}
