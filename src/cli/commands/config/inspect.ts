import { failure } from "../../../api/index.ts";
import { inspectObjects } from "../../../format/inspect.ts";
import { prettyConfig } from "../../../format/pretty/object.ts";
import { configType } from "../../../format/types/swarm.ts";
import { defineCommand } from "../../command.ts";
import { checkReference, reportInspected } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";

/** `docker config inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] CONFIG [CONFIG...]",
  short: "Show configs as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT, flag("pretty", bool(), "Print the configs for people to read")],
  async run(context, refs, flags) {
    const { client, streams } = context;
    const format = flags.get("pretty") ? "pretty" : flags.get("format");
    if (format.startsWith("pretty") && format !== "pretty") throw failure("pretty-extra");
    const fetch = async (ref: string) => client.configInspect(checkReference("contig", ref));
    if (format !== "pretty") {
      return reportInspected(context, inspectObjects({ refs, fetch, type: configType, raw: true, format }));
    }
    let text = "";
    for (const ref of refs) text += `${prettyConfig(await fetch(ref))}\n`;
    streams.out(text);
    return 0;
  },
});
