import { failure } from "../../../api/index.ts";
import { dot, mermaid, topology } from "../../../plan/graph.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { defineCommand } from "../../command.ts";
import { jsonText, outputFlag, outputOf, SOURCES, subjectOf } from "../../dry/common.ts";

const KNOWN = ["mermaid", "dot", "svg", "json", "html"] as const;

/** Draws with Graphviz as WebAssembly, which is large and loaded only here. */
async function svg(source: string): Promise<string> {
  const viz = await import("@viz-js/viz").catch(() => {
    throw failure("plan-no-graphviz");
  });
  return (await viz.instance()).renderString(source, { format: "svg" });
}

/** `dryswarm graph` */
export const command = defineCommand({
  use: "graph [OPTIONS]",
  short: "Draw services, networks and published ports (dryswarm's own)",
  examples: [
    { what: "For a Markdown page", line: "dryswarm graph" },
    { what: "As a picture", line: "dryswarm graph -o svg > swarm.svg" },
  ],
  args: { exact: 0 },
  flags: [...SOURCES, outputFlag(KNOWN, "mermaid")],
  readOnly: true,
  async run(context, _args, flags) {
    const output = outputOf(flags, KNOWN);
    const snapshot = await subjectOf(context, flags);
    if (output === "html") {
      const { printPage, shownSwarm } = await import("../../dry/page.ts");
      await printPage(context, { kind: "swarm", swarm: await shownSwarm(context, snapshot) });
      return 0;
    }
    const graph = topology(snapshot);
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "graph", ...graph }));
    else context.streams.out(output === "mermaid" ? mermaid(graph) : output === "dot" ? dot(graph) : await svg(dot(graph)));
    return 0;
  },
});
