import type { Filters } from "../../../api/index.ts";
import { own, put } from "../../../values/own.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool, filter } from "../../options/values.ts";
import { confirm } from "../../prompt.ts";

const WARNING = "WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?";

/** Filters of the command line, with those of the user's config.json. */
function withConfig(filters: Filters, config: unknown): Filters {
  const all: Filters = { ...filters };
  for (const text of Array.isArray(config) ? config.map(String) : []) {
    const [key = "", ...rest] = text.split("=");
    put(all, key, [...(own(all, key) ?? []), rest.join("=")]);
  }
  return all;
}

/** `docker network prune` */
export const command = defineCommand({
  use: "prune [OPTIONS]",
  short: "Remove all networks that nothing uses",
  args: { exact: 0 },
  flags: [flag("filter", filter(), "Remove only what meets the conditions"), flag("force", bool(), "Do not ask", { short: "f" })],
  async run({ client, streams, config }, _args, flags) {
    if (!flags.get("force") && !(await confirm(streams, WARNING))) return;
    const { NetworksDeleted } = await client.networkPrune(withConfig(flags.get("filter"), config.pruneFilters));
    if (NetworksDeleted) streams.out(`Deleted Networks:\n${NetworksDeleted.join("\n")}\n\n`);
  },
});
