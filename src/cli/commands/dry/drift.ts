import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { FULL, outputFlag, SHOW_VALUES, SOURCES, snapshotOf, sourceFrom, swarmOf } from "../../dry/common.ts";
import { showDiff } from "../../dry/show-diff.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `dryswarm drift` */
export const command = defineCommand({
  use: "drift [OPTIONS]",
  short: "Show how a live swarm differs from the state (dryswarm's own)",
  examples: [
    { what: "Hold the state against the swarm that it was imported from", line: "dryswarm drift --live ssh://me@manager" },
    { what: "In CI", line: "dryswarm drift --detailed-exitcode --from dump.json" },
  ],
  statuses: { 2: "Something differs, and --detailed-exitcode was given" },
  args: { exact: 0 },
  flags: [flag("detailed-exitcode", bool(), "Exit with 2 where something differs"), FULL, outputFlag(), SHOW_VALUES, ...SOURCES],
  readOnly: true,
  async run(context, _args, flags) {
    const from = await sourceFrom(context, flags);
    if (!from || !context.hosts) throw failure("plan-drift");
    return showDiff(context, await swarmOf(context.hosts), await snapshotOf(context, from), flags);
  },
});
