import { mtus, underlayMtu } from "../../../plan/mtu.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { markdownTable, table } from "../../../report/paint.ts";
import { defineCommand } from "../../command.ts";
import { environmentOf, jsonText, OUTPUTS, outputFlag, outputOf, SOURCES, subjectOf } from "../../dry/common.ts";
import { flag } from "../../options/flag.ts";
import { uint } from "../../options/values.ts";

const HEAD = ["NETWORK", "ENCRYPTED", "RECKONS WITH", "CONTAINERS HAVE", "FITS", "OK", "MAKE IT WITH"];

/** `dryswarm mtu` */
export const command = defineCommand({
  use: "mtu [OPTIONS]",
  short: "Show the MTU that each overlay may have on the underlay (dryswarm's own)",
  examples: [{ what: "On an underlay of 1450 bytes", line: "dryswarm mtu --underlay 1450" }],
  args: { exact: 0 },
  flags: [...SOURCES, outputFlag(), flag("underlay", uint(), "MTU of the underlay in bytes (default: the environment file's, or 1500)")],
  readOnly: true,
  async run(context, _args, flags) {
    const output = outputOf(flags, OUTPUTS);
    const underlay = flags.get("underlay") || underlayMtu(environmentOf(context));
    const all = mtus(await subjectOf(context, flags), underlay);
    const rows = all.map(({ network, encrypted, reckons, has, fits, ok, option }) => [
      network,
      encrypted ? "yes" : "no",
      String(reckons),
      String(has),
      String(fits),
      ok ? "yes" : "NO",
      option,
    ]);
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "mtu", underlay, networks: all }));
    else context.streams.out(`Underlay: ${underlay}\n\n${output === "markdown" ? markdownTable(HEAD, rows) : table(HEAD, rows)}`);
    return 0;
  },
});
