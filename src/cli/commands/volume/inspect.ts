import { inspectObjects } from "../../../format/inspect.ts";
import { volumeType } from "../../../format/types/volume.ts";
import { defineCommand } from "../../command.ts";
import { checkReference, report } from "../../errors.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";

/** `docker volume inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] VOLUME [VOLUME...]",
  short: "Show volumes as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT],
  async run({ client, streams }, refs, flags) {
    const fetch = async (ref: string) => client.volumeInspect(checkReference("volume", ref));
    const { stdout, errors } = await inspectObjects({ refs, fetch, type: volumeType, raw: true, format: flags.get("format") });
    streams.out(stdout);
    return report(streams, errors);
  },
});
