import { defineCommand } from "../../command.ts";
import { applyHosts, dataCentre } from "../../host-commands.ts";

/** `dryswarm host apply` */
export const command = defineCommand({
  use: "apply FILE",
  short: "Make the hosts that an environment file declares",
  examples: [{ what: "The hosts of your data centre", line: "dryswarm host apply environment.json" }],
  args: { exact: 1 },
  flags: [],
  async run(context, [file = ""]) {
    const { hosts } = await applyHosts(context, dataCentre(context), file);
    context.streams.out(hosts.map(({ name }) => `${name}\n`).join(""));
  },
});
