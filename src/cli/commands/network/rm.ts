import { failure } from "../../../api/index.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { errorText } from "../../dispatch/exit.ts";
import { checkReference, eachReference } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { confirm } from "../../prompt.ts";

const WARNING =
  "WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. " +
  "Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.\nAre you sure you want to continue?";

/** Whether a network is the routing mesh; one that cannot be inspected is not, and its removal says why. */
async function isIngress({ client }: CommandContext, ref: string): Promise<boolean> {
  return client.networkInspect(ref).then(
    (network) => network.Ingress,
    () => false,
  );
}

/** `docker network rm` */
export const command = defineCommand({
  use: "rm NETWORK [NETWORK...]",
  aliases: ["remove"],
  short: "Remove networks",
  args: { min: 1 },
  flags: [flag("force", bool(), "Say nothing of networks that are not there", { short: "f" })],
  async run(context, refs, flags) {
    const { client, streams } = context;
    const force = flags.get("force");
    const remove = async (ref: string): Promise<void> => {
      checkReference("network", ref, true);
      if ((await isIngress(context, ref)) && !(await confirm(streams, WARNING))) return;
      await client.networkRemove(ref);
      streams.out(`${ref}\n`);
    };
    const errors = await eachReference(refs, remove, (error) => {
      if (!(force && error.http === 404)) streams.err(`${errorText(error)}\n`);
    });
    if (!errors.some((error) => !(force && error.http === 404))) return 0;
    if (!context.profile.exitStatusLine) return 1;
    throw failure("cli-exit-status", { status: 1 });
  },
});
