import { failure } from "../../../api/index.ts";
import { inspectObjects } from "../../../format/inspect.ts";
import { prettyNode } from "../../../format/pretty/node.ts";
import { nodeType } from "../../../format/types/swarm.ts";
import { defineCommand } from "../../command.ts";
import { reportInspected } from "../../errors.ts";
import { nodeReference } from "../../node-reference.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";

/** `docker node inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] self|NODE [NODE...]",
  short: "Show nodes as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT, flag("pretty", bool(), "Print the nodes for people to read")],
  async run(context, refs, flags) {
    const { client, streams } = context;
    const format = flags.get("pretty") ? "pretty" : flags.get("format");
    if (format.startsWith("pretty") && format !== "pretty") throw failure("pretty-extra");
    const fetch = async (ref: string) => client.nodeInspect(await nodeReference(context, ref));
    if (format !== "pretty") {
      return reportInspected(context, inspectObjects({ refs, fetch, type: nodeType, raw: false, rawTemplates: context.profile.rawTemplates, format }));
    }
    let text = "";
    for (const ref of refs) text += `${prettyNode(await fetch(ref))}\n`;
    streams.out(text);
    return 0;
  },
});
