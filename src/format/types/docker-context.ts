import { any, map, struct, text, texts } from "./define.ts";

/** command.contextWithTLSListing, as `docker context inspect` shows a context. */
export const contextType = struct(
  "context.contextWithTLSListing",
  ["Name?", text],
  ["Metadata?", any],
  ["Endpoints?", map(any)],
  ["TLSMaterial", map(texts)],
  ["Storage", any],
);
