import { defineCommand } from "../../command.ts";

/** `dryswarm plugin remove` */
export const command = defineCommand({
  use: "remove",
  short: "Remove the link that plugin install has made",
  examples: [{ what: "Docker forgets the command", line: "dryswarm plugin remove" }],
  args: { exact: 0 },
  flags: [],
  contextsOnly: true,
  readOnly: true,
  async run({ plugin, streams }) {
    streams.out(`${await plugin.remove()}\n`);
  },
});
