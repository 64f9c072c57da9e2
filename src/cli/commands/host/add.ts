import { defineCommand } from "../../command.ts";
import { dataCentre } from "../../host-commands.ts";
import { flag } from "../../options/flag.ts";
import { bytes, decimal, string } from "../../options/values.ts";

/** `dryswarm host add` */
export const command = defineCommand({
  use: "add [OPTIONS] HOST",
  short: "Add a host",
  examples: [
    { what: "A host with an address of its own", line: "dryswarm host add --address 10.1.0.7 node-9" },
    { what: "One that runs an older engine", line: "dryswarm host add --engine 20.10 old-1" },
  ],
  args: { exact: 1 },
  flags: [
    flag("address", string(), "IPv4 address"),
    flag("cpus", decimal(), "Number of CPUs"),
    flag("engine", string(), "Engine that it runs: 29, 28.5, 26.1, 20.10 or a version"),
    flag("memory", bytes(), "Size of memory"),
  ],
  async run(context, [Name = ""], flags) {
    await dataCentre(context).hostAdd({
      Name,
      Address: flags.get("address"),
      Engine: flags.get("engine"),
      NanoCPUs: flags.get("cpus"),
      MemoryBytes: flags.get("memory"),
    });
    context.streams.out(`${Name}\n`);
  },
});
