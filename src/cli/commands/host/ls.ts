import { hostList } from "../../../format/contexts/host.ts";
import { writeList } from "../../../format/list.ts";
import { defineCommand } from "../../command.ts";
import { dataCentre } from "../../host-commands.ts";
import { FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";

/** `dryswarm host ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List hosts",
  examples: [
    { what: "All hosts", line: "dryswarm host ls" },
    { what: "Their names alone", line: "dryswarm host ls -q" },
  ],
  args: { exact: 0 },
  flags: [FORMAT, QUIET],
  async run(context, _args, flags) {
    context.streams.out(writeList(await dataCentre(context).hostList(), hostList, listOptions(context, flags, "hostsFormat")));
  },
});
