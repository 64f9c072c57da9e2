import { diffSnapshots, summaryOf } from "../../plan/diff.ts";
import { OUTPUT_VERSION } from "../../plan/plan.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import { changesText } from "../../report/changes.ts";
import { changesMarkdown, summaryText } from "../../report/plan.ts";
import type { CommandContext, Flags } from "../command.ts";
import { jsonText, OUTPUTS, outputOf, paintOf, redactorOf } from "./common.ts";
import { likeDigests } from "./digests.ts";

/** Flags of the verbs that show differences. */
type DiffFlags = Flags<{ readonly output: string; readonly full: boolean; readonly "show-values": boolean; readonly "detailed-exitcode": boolean }>;

/** Prints what differs between two swarms by names and meaning; gives the exit status, 2 for differences where `--detailed-exitcode` asks for it. */
export async function showDiff(context: CommandContext, before: Snapshot, after: Snapshot, flags: DiffFlags): Promise<number> {
  const output = outputOf(flags, OUTPUTS);
  const all = diffSnapshots(likeDigests(before, after), likeDigests(after, before), { ids: false });
  const changes = flags.get("show-values") ? all : all.map((await redactorOf(context)).change);
  const summary = summaryOf(changes);
  const paint = await paintOf(context);
  const { out, columns } = context.streams;
  const full = flags.get("full");
  if (output === "json") out(jsonText({ version: OUTPUT_VERSION, kind: "diff", changes, summary }));
  else if (output === "markdown") out(`${changes.length > 0 ? changesMarkdown(changes, paint, full) : ""}${summaryText(summary, "Diff")}`);
  else out(`${changesText(changes, { paint, width: columns || 120, full })}${changes.length > 0 ? "\n" : ""}${summaryText(summary, "Diff")}`);
  return flags.get("detailed-exitcode") && changes.length > 0 ? 2 : 0;
}
