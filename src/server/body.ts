import type { IncomingMessage } from "node:http";
import { failure } from "../api/index.ts";
import type { GoType } from "../format/gotype.ts";
import { parseExact } from "../values/exact-json.ts";
import { decode } from "./decode.ts";
import { scanJSON } from "./json-body.ts";

/** How many bytes of a body are read. */
export const BODY_LIMIT = 4 * 1024 * 1024;

/** The bytes of a body. Rejects with api-body-size without having read the rest. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = () => failure("api-body-size", { limit: BODY_LIMIT });
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The value that a body holds, as the type that its endpoint takes. Throws the api-body errors and api-content-type. */
export function parseBody(text: string, contentType: string | undefined, type: GoType, needed: boolean): unknown {
  if (text === "") {
    if (needed) throw failure("api-body-empty");
    return decode(type, {});
  }
  const media = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (media !== "" && media !== "application/json") throw failure("api-content-type", { type: contentType ?? "" });
  const scanned = scanJSON(text);
  if ("problem" in scanned) throw failure("api-body", { problem: scanned.problem });
  if (text.slice(scanned.end).trim() !== "") throw failure("api-body-more");
  return decode(type, parseExact(text.slice(0, scanned.end)));
}
