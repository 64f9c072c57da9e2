import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool, filter } from "../../options/values.ts";
import { confirm } from "../../prompt.ts";

const question = (which: string): string =>
  `WARNING! This will remove ${which} local volumes not used by at least one container.\nAre you sure you want to continue?`;

/** `docker volume prune` */
export const command = defineCommand({
  use: "prune [OPTIONS]",
  short: "Remove volumes that nothing uses",
  args: { exact: 0 },
  flags: [
    flag("all", bool(), "Remove all unused volumes, not just those without a name", { short: "a" }),
    flag("filter", filter(), "Remove only what meets the conditions"),
    flag("force", bool(), "Do not ask", { short: "f" }),
  ],
  async run({ client, streams }, _args, flags) {
    const all = flags.get("all");
    if (!flags.get("force") && !(await confirm(streams, question(all ? "all" : "anonymous")))) return;
    const { VolumesDeleted } = await client.volumePrune({ ...flags.get("filter"), ...(all && { all: ["true"] }) });
    if (VolumesDeleted && VolumesDeleted.length > 0) streams.out(`Deleted Volumes:\n${VolumesDeleted.join("\n")}\n\n`);
    streams.out("Total reclaimed space: 0B\n");
  },
});
