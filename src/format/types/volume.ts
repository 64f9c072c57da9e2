import { labels, struct, text } from "./define.ts";

/** volume.Volume, as docker's client decodes it. */
export const volumeType = struct(
  "*volume.Volume",
  ["CreatedAt?", text],
  ["Driver", text],
  ["Labels", labels],
  ["Mountpoint", text],
  ["Name", text],
  ["Options", labels],
  ["Scope", text],
);
