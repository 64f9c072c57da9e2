import { defineCommand } from "../../command.ts";

/** `dryswarm state fork` */
export const command = defineCommand({
  use: "fork NAME",
  short: "Keep a copy of the state under a name, for a what-if",
  examples: [
    { what: "Try something, and see what it changes", line: "dryswarm state fork what-if && dryswarm state switch what-if" },
    { what: "Then compare", line: "dryswarm state fork what-if && dryswarm diff main what-if" },
  ],
  args: { exact: 1 },
  flags: [],
  readOnly: true,
  async run({ forks, streams }, [name = ""]) {
    await forks.make(name);
    streams.out(`${name}\n`);
  },
});
