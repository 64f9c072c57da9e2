import { inspectObjects } from "../../../format/inspect.ts";
import { containerInspectType } from "../../../format/types/container.ts";
import { defineCommand } from "../../command.ts";
import { checkReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";

/** `docker container inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] CONTAINER [CONTAINER...]",
  short: "Show containers as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT, flag("size", bool(), "Show sizes (has no effect in a dry run)", { short: "s" })],
  async run({ client, streams }, refs, flags) {
    if (flags.get("size")) streams.err("dryswarm: --size has no effect in a dry run\n");
    const fetch = async (ref: string) => client.containerInspect(checkReference("container", ref));
    const { stdout, errors } = await inspectObjects({ refs, fetch, type: containerInspectType, raw: true, format: flags.get("format"), strictExit: true });
    streams.out(stdout);
    return report(streams, errors);
  },
});
