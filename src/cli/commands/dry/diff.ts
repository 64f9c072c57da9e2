import { failure } from "../../../api/index.ts";
import { readPlan } from "../../../plan/plan.ts";
import type { Snapshot } from "../../../plan/snapshot.ts";
import type { CommandContext, CommandSpec, Flags } from "../../command.ts";
import { FULL, outputFlag, readSources, SHOW_VALUES, SOURCES, snapshotOf, sourceFrom } from "../../dry/common.ts";
import { showDiff } from "../../dry/show-diff.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { readNamed } from "../../stack/files.ts";

/** What a file of a comparison holds: a saved plan stands for the swarm that it leads to. */
async function read(context: CommandContext, file: string): Promise<Snapshot> {
  const plan = readPlan(Buffer.from(await readNamed(context, file)).toString());
  if (!("problem" in plan)) return plan.after;
  return snapshotOf(context, await readSources(context, [file], [], 0));
}

/** The second side: a file, or what `--from` and `--live` name. Throws plan-diff. */
async function other(context: CommandContext, file: string | undefined, flags: Flags): Promise<Snapshot> {
  if (file !== undefined) return read(context, file);
  const from = await sourceFrom(context, flags);
  if (!from) throw failure("plan-diff");
  return snapshotOf(context, from);
}

/** `dryswarm diff A B` */
export const command: CommandSpec = {
  use: "diff [OPTIONS] A [B]",
  short: "Show what differs between two states, dumps or plans, or a live swarm, by names and meaning (dryswarm's own)",
  args: { min: 1, max: 2 },
  flags: [flag("detailed-exitcode", bool(), "Exit with 2 where something differs"), FULL, outputFlag(), SHOW_VALUES, ...SOURCES],
  readOnly: true,
  async run(context, [first = "", second], flags) {
    return showDiff(context, await read(context, first), await other(context, second, flags), flags);
  },
};
