import { failure } from "../../../api/index.ts";
import { inspectObjects } from "../../../format/inspect.ts";
import { prettySecret } from "../../../format/pretty/object.ts";
import { secretType } from "../../../format/types/swarm.ts";
import { defineCommand } from "../../command.ts";
import { checkReference, reportInspected } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";

/** `docker secret inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] SECRET [SECRET...]",
  short: "Show secrets as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT, flag("pretty", bool(), "Print the secrets for people to read")],
  async run(context, refs, flags) {
    const { client, streams } = context;
    const format = flags.get("pretty") ? "pretty" : flags.get("format");
    if (format.startsWith("pretty") && format !== "pretty") throw failure("pretty-extra");
    const fetch = async (ref: string) => client.secretInspect(checkReference("secret", ref));
    if (format !== "pretty") {
      return reportInspected(context, inspectObjects({ refs, fetch, type: secretType, raw: true, format }));
    }
    let text = "";
    for (const ref of refs) text += `${prettySecret(await fetch(ref))}\n`;
    streams.out(text);
    return 0;
  },
});
