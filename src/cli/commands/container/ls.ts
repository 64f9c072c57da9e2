import { containerList, containerListWithHealth } from "../../../format/contexts/container.ts";
import { writeList } from "../../../format/list.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { FILTER, FORMAT, listOptions, NO_TRUNC, QUIET } from "../../options/format-flags.ts";
import { bool, int } from "../../options/values.ts";

/** `docker ps` and `docker container ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["ps", "list"],
  short: "List containers",
  args: { exact: 0 },
  flags: [
    flag("all", bool(), "Show stopped containers, too", { short: "a" }),
    FILTER,
    FORMAT,
    flag("last", int(-1), "Show so many of the newest containers", { short: "n" }),
    flag("latest", bool(), "Show the newest container", { short: "l" }),
    NO_TRUNC,
    QUIET,
    flag("size", bool(), "Show sizes (has no effect in a dry run)", { short: "s" }),
  ],
  async run(context, _args, flags) {
    const last = flags.get("latest") ? 1 : flags.get("last");
    const containers = await context.client.containerList({ all: flags.get("all") || last > 0, filters: flags.get("filter") });
    const shown = last > 0 ? containers.slice(0, last) : containers;
    context.streams.out(
      writeList(shown, context.profile.healthStatus ? containerListWithHealth : containerList, listOptions(context, flags, "psFormat", flags.get("no-trunc"))),
    );
  },
});
