import { any, labels, map, ptr, struct, text } from "./define.ts";

/** volume.Volume, as docker's client decodes it. */
export const volumeType = struct(
  "*volume.Volume",
  ["ClusterVolume?", ptr(any)],
  ["CreatedAt?", text],
  ["Driver", text],
  ["Labels", labels],
  ["Mountpoint", text],
  ["Name", text],
  ["Options", labels],
  ["Scope", text],
  ["Status?", map(any)],
  ["UsageData?", ptr(any)],
);
