import type { SwarmSpec } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { commandHelp } from "../../dispatch/help.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { givenSpec, mergeSpec, SPEC_FLAGS, unlockText } from "../../swarm-spec.ts";

/** `docker swarm update` */
export const command = defineCommand({
  use: "update [OPTIONS]",
  short: "Update the swarm",
  args: { exact: 0 },
  flags: [...SPEC_FLAGS, flag("autolock", bool(), "Change manager autolocking setting (true|false)")],
  async run({ client, streams, program, profile }, _args, flags) {
    if (flags.count === 0) {
      const path = `${program} swarm update`;
      streams.out(commandHelp(command, path, `${path} [OPTIONS]`, streams.columns, profile));
      return;
    }
    const swarm = await client.swarmInspect();
    const before = swarm.Spec.EncryptionConfig.AutoLockManagers;
    const spec = mergeSpec(swarm.Spec, givenSpec(flags)) as SwarmSpec;
    if (flags.changed("autolock")) spec.EncryptionConfig = { AutoLockManagers: flags.get("autolock") };
    await client.swarmUpdate(swarm.Version.Index, spec);
    streams.out("Swarm updated.\n");
    if (!before && spec.EncryptionConfig.AutoLockManagers) streams.out(unlockText((await client.swarmUnlockKey()).UnlockKey, profile));
  },
});
