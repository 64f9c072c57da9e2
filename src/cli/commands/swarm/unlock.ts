import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";

/** `docker swarm unlock` */
export const command = defineCommand({
  use: "unlock",
  short: "Unlock a locked manager",
  args: { exact: 0 },
  flags: [],
  async run({ client, streams }) {
    const { Swarm } = await client.info();
    if (Swarm.LocalNodeState === "inactive") throw failure("swarm-cli-not-part");
    if (Swarm.LocalNodeState !== "locked") throw failure("swarm-cli-not-locked");
    if (streams.stdinIsTTY) streams.out("Enter unlock key: ");
    const key = (await streams.readLine()) ?? "";
    if (streams.stdinIsTTY) streams.out("\n");
    await client.swarmUnlock({ UnlockKey: key.trim() });
  },
});
