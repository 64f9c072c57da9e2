import type { GoType } from "../../../format/gotype.ts";
import { inspectObjects } from "../../../format/inspect.ts";
import { asOf29 } from "../../../format/types/engine-29.ts";
import { networkInspectType, networkInspectType29, networkResourceType } from "../../../format/types/network.ts";
import { defineCommand } from "../../command.ts";
import { checkReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";
import type { CliProfile } from "../../profiles/index.ts";

/** The Go type that templates run on in a version of the command line. */
function typeFor({ typesOf29, knowsIPv4 }: CliProfile): GoType {
  if (typesOf29) return asOf29(networkInspectType29);
  return knowsIPv4 ? networkInspectType : networkResourceType;
}

/** `docker network inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] NETWORK [NETWORK...]",
  short: "Show networks as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT, flag("verbose", bool(), "Show services and tasks, too", { short: "v" })],
  async run({ client, streams, profile }, refs, flags) {
    const verbose = flags.get("verbose");
    const { stdout, errors } = await inspectObjects({
      refs,
      fetch: async (ref) => client.networkInspect(checkReference("network", ref), { verbose }),
      type: typeFor(profile),
      raw: true,
      format: flags.get("format"),
      strictExit: true,
    });
    streams.out(stdout);
    return report(streams, errors);
  },
});
