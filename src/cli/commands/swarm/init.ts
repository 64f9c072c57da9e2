import { DryswarmError, failure, type SwarmSpec } from "../../../api/index.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { joinCommand } from "../../join-command.ts";
import { ipNetSlice } from "../../options/addresses.ts";
import { flag } from "../../options/flag.ts";
import { nodeAddr } from "../../options/node-addr.ts";
import { bool, string, uint32 } from "../../options/values.ts";
import { givenSpec, mergeSpec, SPEC_FLAGS, unlockText } from "../../swarm-spec.ts";

/** The availability that was asked for, in lower case; throws for one that there is not. */
export function availabilityOf(value: string, given: boolean): string {
  if (given && !["active", "pause", "drain"].includes(value.toLowerCase())) throw failure("swarm-cli-availability", { value });
  return value.toLowerCase();
}

/** `docker swarm init` */
export const command = defineCommand({
  use: "init [OPTIONS]",
  short: "Make a new swarm",
  args: { exact: 0 },
  flags: [
    ...SPEC_FLAGS,
    flag("advertise-addr", string(), "Address that other nodes reach this one at (IP or interface, with an optional port)"),
    flag("autolock", bool(), "Lock managers when they restart"),
    flag("availability", string("active"), "Availability of the node: active, pause or drain"),
    flag("data-path-addr", string(), "Address of VXLAN traffic (IP or interface)"),
    flag("data-path-port", uint32(), "Port of VXLAN traffic (1024 - 49151); 4789 where none or 0 is given"),
    flag("default-addr-pool", ipNetSlice(), "Pool that networks take their subnets from, in CIDR form"),
    flag("default-addr-pool-mask-length", uint32(24), "Prefix length of the subnets of the pool"),
    flag("force-new-cluster", bool(), "Make a new swarm from the state as it is"),
    flag("listen-addr", nodeAddr(), "Address to listen at (IP or interface, with an optional port)"),
  ],
  async run(context, _args, flags) {
    const { client, streams, profile } = context;
    const availability = availabilityOf(flags.get("availability"), flags.changed("availability"));
    const pools = flags.get("default-addr-pool");
    const autolock = flags.get("autolock");
    const id = await client.swarmInit({
      ListenAddr: flags.get("listen-addr"),
      AdvertiseAddr: flags.get("advertise-addr"),
      DataPathAddr: flags.get("data-path-addr"),
      DataPathPort: flags.get("data-path-port"),
      ForceNewCluster: flags.get("force-new-cluster"),
      Spec: { ...mergeSpec({}, givenSpec(flags)), EncryptionConfig: { AutoLockManagers: autolock } } as SwarmSpec,
      AutoLockManagers: autolock,
      Availability: availability,
      DefaultAddrPool: pools,
      SubnetSize: flags.get("default-addr-pool-mask-length"),
    });
    streams.out(`Swarm initialized: current node (${id}) is now a manager.\n\n`);
    streams.out(await joinCommand(context, "worker"));
    streams.out(`To add a manager to this swarm, run 'docker swarm join-token manager' and follow the instructions.\n${profile.extraBlankLines ? "\n" : ""}`);
    if (autolock) streams.out(unlockText((await unlockKey(context)) ?? "", profile));
  },
});

async function unlockKey({ client }: CommandContext): Promise<string | undefined> {
  try {
    return (await client.swarmUnlockKey()).UnlockKey;
  } catch (error) {
    if (error instanceof DryswarmError) return undefined;
    throw error;
  }
}
