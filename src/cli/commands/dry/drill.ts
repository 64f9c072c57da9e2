import { failure } from "../../../api/index.ts";
import { type Outcome, scenarios } from "../../../plan/drill.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import type { Severity } from "../../../plan/rules/index.ts";
import { drillMarkdown, drillText } from "../../../report/drill.ts";
import { defineCommand } from "../../command.ts";
import { failOnFlag, findingStatus, jsonText, OUTPUTS, outputFlag, outputOf, paintOf, SOURCES, sourceFrom, swarmOf } from "../../dry/common.ts";
import { runDrill } from "../../dry/run-drill.ts";
import { flag } from "../../options/flag.ts";
import { string } from "../../options/values.ts";

/** How bad an outcome is for `--fail-on`. */
const SEVERITY: Readonly<Record<Outcome, readonly Severity[]>> = { holds: [], moves: ["info"], degraded: ["warning"], down: ["error"] };

const DRILL_OUTPUTS = [...OUTPUTS, "html"] as const;

/** `dryswarm drill` */
export const command = defineCommand({
  use: "drill [OPTIONS] [NODE...]",
  short: "Lose each node and zone on a copy, and show what moves, waits and ends (dryswarm's own)",
  examples: [
    { what: "Lose each node and each zone in turn", line: "dryswarm drill" },
    { what: "Zones by another label", line: "dryswarm drill --zone rack" },
    { what: "One node, as a check for CI", line: "dryswarm drill --fail-on error node-1" },
  ],
  statuses: { 3: "A failure is as bad as --fail-on says, or worse" },
  args: { min: 0 },
  flags: [
    ...SOURCES,
    outputFlag(DRILL_OUTPUTS),
    failOnFlag("none"),
    flag("zone", string("zone"), "Label of nodes or engines that names their zone, whose nodes are lost together"),
  ],
  readOnly: true,
  async run(context, names, flags) {
    const output = outputOf(flags, DRILL_OUTPUTS);
    findingStatus([], flags.get("fail-on"));
    const fork = await context.fork(await sourceFrom(context, flags));
    try {
      const before = await swarmOf(fork.hosts);
      if (!before.swarm) throw failure("drill-no-swarm");
      const all = scenarios(before, flags.get("zone"));
      const missing = names.find((name) => !all.some((scenario) => scenario.name === name));
      if (missing !== undefined) throw failure("drill-node", { ref: missing });
      const drill = await runDrill(fork, before, names.length > 0 ? all.filter(({ name }) => names.includes(name)) : all);
      if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "drill", ...drill }));
      else if (output === "html") await (await import("../../dry/page.ts")).printPage(context, { kind: "drill", drill });
      else context.streams.out(output === "markdown" ? drillMarkdown(drill) : drillText(drill, await paintOf(context)));
      const findings = drill.results.flatMap(({ outcome }) => SEVERITY[outcome].map((severity) => ({ severity })));
      return findingStatus(findings, flags.get("fail-on"));
    } finally {
      await fork.discard();
    }
  },
});
