import { DryswarmError, failure } from "../../../api/index.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { errorText } from "../../dispatch/exit.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { unlockText } from "../../swarm-spec.ts";

async function fetchKey({ client }: CommandContext): Promise<string> {
  try {
    return (await client.swarmUnlockKey()).UnlockKey;
  } catch (error) {
    if (error instanceof DryswarmError) throw failure("swarm-cli-unlock-key", { cause: errorText(error) });
    throw error;
  }
}

/** `docker swarm unlock-key` */
export const command = defineCommand({
  use: "unlock-key [OPTIONS]",
  short: "Show or rotate the unlock key",
  args: { exact: 0 },
  flags: [flag("quiet", bool(), "Show only the key", { short: "q" }), flag("rotate", bool(), "Make a new key")],
  async run(context, _args, flags) {
    const { client, streams, profile } = context;
    const quiet = flags.get("quiet");
    if (flags.get("rotate")) {
      const swarm = await client.swarmInspect();
      if (!swarm.Spec.EncryptionConfig.AutoLockManagers) throw failure("swarm-cli-no-autolock");
      await client.swarmUpdate(swarm.Version.Index, swarm.Spec, { rotateManagerUnlockKey: true });
      if (!quiet) streams.out(`Successfully rotated manager unlock key.\n${profile.extraBlankLines ? "\n" : ""}`);
    }
    const key = await fetchKey(context);
    if (key === "") throw failure("swarm-cli-no-unlock-key");
    streams.out(quiet ? `${key}\n` : unlockText(key, profile));
  },
});
