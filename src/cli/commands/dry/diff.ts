import { failure } from "../../../api/index.ts";
import { readPlan } from "../../../plan/plan.ts";
import type { Snapshot } from "../../../plan/snapshot.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { FULL, outputFlag, readSources, redactorOf, SHOW_VALUES, SOURCES, type SourceFlags, snapshotOf, sourceFrom } from "../../dry/common.ts";
import { showDiff } from "../../dry/show-diff.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { readNamed } from "../../stack/files.ts";

/** One side of a comparison, and whether it is of a saved plan, which holds no secrets. */
interface Side {
  readonly snapshot: Snapshot;
  readonly planned: boolean;
}

/** What a file of a comparison holds: a saved plan stands for the swarm that it leads to. */
async function read(context: CommandContext, file: string): Promise<Side> {
  const plan = readPlan(Buffer.from(await readNamed(context, file)).toString());
  if (!("problem" in plan)) return { snapshot: plan.after, planned: true };
  return { snapshot: await snapshotOf(context, await readSources(context, [file], [], 0)), planned: false };
}

/** What an argument names: a fork of the state, where there is no such file. */
async function fileOf({ readFile, forks }: CommandContext, name: string): Promise<string> {
  const isFile =
    name === "-" ||
    (await readFile(name).then(
      () => true,
      () => false,
    ));
  return isFile ? name : ((await forks.file(name)) ?? name);
}

/** The second side: a file, or what `--from` and `--live` name. Throws plan-diff. */
async function other(context: CommandContext, file: string | undefined, flags: SourceFlags): Promise<Side> {
  if (file !== undefined) return read(context, await fileOf(context, file));
  const from = await sourceFrom(context, flags);
  if (!from) throw failure("plan-diff");
  return { snapshot: await snapshotOf(context, from), planned: false };
}

/** `dryswarm diff A B` */
export const command = defineCommand({
  use: "diff [OPTIONS] A [B]",
  short: "Show what differs between two states, dumps or plans, or a live swarm, by names and meaning (dryswarm's own)",
  examples: [
    { what: "The state and another one", line: "dryswarm diff before.json after.json" },
    { what: "Two forks of the state", line: "dryswarm diff main what-if" },
    { what: "Whether a plan came true", line: "dryswarm diff plan.json --live ssh://me@manager" },
    { what: "For scripts", line: "dryswarm diff --detailed-exitcode before.json after.json" },
  ],
  statuses: { 2: "Something differs, and --detailed-exitcode was given" },
  args: { min: 1, max: 2 },
  flags: [flag("detailed-exitcode", bool(), "Exit with 2 where something differs"), FULL, outputFlag(), SHOW_VALUES, ...SOURCES],
  readOnly: true,
  async run(context, [first = "", second], flags) {
    const [before, after] = [await read(context, await fileOf(context, first)), await other(context, second, flags)];
    const { snapshot } = await redactorOf(context);
    // What a saved plan hides cannot differ.
    const shown = (side: Side): Snapshot => (before.planned || after.planned ? snapshot(side.snapshot) : side.snapshot);
    return showDiff(context, shown(before), shown(after), flags);
  },
});
