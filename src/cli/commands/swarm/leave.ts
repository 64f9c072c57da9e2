import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker swarm leave` */
export const command = defineCommand({
  use: "leave [OPTIONS]",
  short: "Leave the swarm",
  args: { exact: 0 },
  flags: [flag("force", bool(), "Leave though the swarm may suffer", { short: "f" })],
  async run({ client, streams }, _args, flags) {
    await client.swarmLeave(flags.get("force"));
    streams.out("Node left the swarm.\n");
  },
});
