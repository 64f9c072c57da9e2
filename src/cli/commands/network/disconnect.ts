import { defineCommand } from "../../command.ts";
import { checkReference } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker network disconnect` */
export const command = defineCommand({
  use: "disconnect [OPTIONS] NETWORK CONTAINER",
  short: "Disconnect a container from a network",
  args: { exact: 2 },
  flags: [flag("force", bool(), "Disconnect a container that is not there any more, too", { short: "f" })],
  async run({ client }, [network = "", container = ""], flags) {
    checkReference("network", network, true);
    await client.networkDisconnect(network, { Container: container, Force: flags.get("force") });
  },
});
