import { defineCommand } from "../../command.ts";

/** `docker context show` */
export const command = defineCommand({
  use: "show",
  short: "Print the name of the current context",
  args: { exact: 0 },
  flags: [],
  contextsOnly: true,
  readOnly: true,
  async run({ contexts, streams }) {
    streams.out(`${contexts.current}\n`);
  },
});
