import { int64, labels, struct, text, word } from "./define.ts";

/** events.Message, as `docker events` prints it. */
export const eventType = struct(
  "*events.Message",
  ["Status=status?", text],
  ["ID=id?", text],
  ["From=from?", text],
  ["Type", word("events.Type")],
  ["Action", word("events.Action")],
  ["Actor", struct("events.Actor", ["ID", text], ["Attributes", labels])],
  ["Scope=scope?", text],
  ["Time=time?", int64],
  ["TimeNano=timeNano?", int64],
);
