import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { joinCommand } from "../../join-command.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker swarm join-token` */
export const command = defineCommand({
  use: "join-token [OPTIONS] (worker|manager)",
  short: "Show or rotate join tokens",
  args: { exact: 1 },
  flags: [flag("quiet", bool(), "Show only the token", { short: "q" }), flag("rotate", bool(), "Make a new token")],
  async run(context, [role = ""], flags) {
    const { client, streams } = context;
    if (role !== "worker" && role !== "manager") throw failure("swarm-cli-role", { role });
    const quiet = flags.get("quiet");
    if (flags.get("rotate")) {
      const swarm = await client.swarmInspect();
      await client.swarmUpdate(swarm.Version.Index, swarm.Spec, { rotateWorkerToken: role === "worker", rotateManagerToken: role === "manager" });
      if (!quiet) streams.out(`Successfully rotated ${role} join token.\n\n`);
    }
    if (!quiet) {
      streams.out(await joinCommand(context, role));
      return;
    }
    const { JoinTokens } = await client.swarmInspect();
    streams.out(`${role === "worker" ? JoinTokens.Worker : JoinTokens.Manager}\n`);
  },
});
