import { defineCommand } from "../../command.ts";

/** `dryswarm plugin install` */
export const command = defineCommand({
  use: "install",
  short: "Make docker know the command dryswarm: link this program into docker's folder of plugins",
  examples: [{ what: "From then on docker knows the command", line: "dryswarm plugin install && docker dryswarm network ls" }],
  args: { exact: 0 },
  flags: [],
  contextsOnly: true,
  readOnly: true,
  async run({ plugin, streams }) {
    streams.out(`${await plugin.install()}\n`);
  },
});
