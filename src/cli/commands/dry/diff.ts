import { diffSnapshots, summaryOf } from "../../../plan/diff.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { changesText } from "../../../report/changes.ts";
import { changesMarkdown, summaryText } from "../../../report/plan.ts";
import { defineCommand } from "../../command.ts";
import { FULL, jsonText, OUTPUTS, outputFlag, outputOf, paintOf, redactorOf, SHOW_VALUES, snapshotOf } from "../../dry/common.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { readNamed } from "../../stack/files.ts";

/** `dryswarm diff A B` */
export const command = defineCommand({
  use: "diff [OPTIONS] A B",
  short: "Show what differs between two states or dumps, by names and meaning (dryswarm's own)",
  args: { exact: 2 },
  flags: [flag("detailed-exitcode", bool(), "Exit with 2 where something differs"), FULL, outputFlag(), SHOW_VALUES],
  readOnly: true,
  async run(context, args, flags) {
    const output = outputOf(flags, OUTPUTS);
    const read = async (file: string) => snapshotOf(context, { text: Buffer.from(await readNamed(context, file)).toString(), file });
    const all = diffSnapshots(await read(args[0] as string), await read(args[1] as string), { ids: false });
    const changes = flags.get("show-values") ? all : all.map((await redactorOf(context)).change);
    const summary = summaryOf(changes);
    const paint = await paintOf(context);
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "diff", changes, summary }));
    else if (output === "markdown")
      context.streams.out(`${changes.length > 0 ? changesMarkdown(changes, paint, flags.get("full")) : ""}${summaryText(summary, "Diff")}`);
    else
      context.streams.out(
        `${changesText(changes, { paint, width: context.streams.columns || 120, full: flags.get("full") })}${changes.length > 0 ? "\n" : ""}${summaryText(summary, "Diff")}`,
      );
    return flags.get("detailed-exitcode") && changes.length > 0 ? 2 : 0;
  },
});
