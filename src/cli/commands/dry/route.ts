import { failure } from "../../../api/index.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { type PortRoute, routePort } from "../../../plan/reach.ts";
import { markdownTable, table } from "../../../report/paint.ts";
import { defineCommand } from "../../command.ts";
import { jsonText, OUTPUTS, outputFlag, outputOf, SOURCES, subjectOf } from "../../dry/common.ts";

const HEAD = ["NODE", "ADDRESS", "SERVICE", "MODE", "TASK", "ON", "TO"];

function rows(routes: readonly PortRoute[]): string[][] {
  return routes.flatMap(({ service, mode, targetPort, protocol, nodes }) =>
    nodes.flatMap(({ node, address, tasks }) => {
      const first = [node, address, service, mode];
      if (tasks.length === 0) return [[...first, "none", "", "connections are refused"]];
      return tasks.map((task) => [...first, task.task, task.node, `${task.address || "the task"}:${targetPort}/${protocol}`]);
    }),
  );
}

/** `dryswarm route PORT[/PROTOCOL]` */
export const command = defineCommand({
  use: "route [OPTIONS] PORT[/PROTOCOL]",
  short: "Show where connections to a published port go, node by node (dryswarm's own)",
  examples: [
    { what: "Where connections to port 8080 go", line: "dryswarm route 8080" },
    { what: "UDP", line: "dryswarm route 53/udp" },
  ],
  statuses: { 1: "No service publishes the port" },
  args: { exact: 1 },
  flags: [...SOURCES, outputFlag()],
  readOnly: true,
  async run(context, [value = ""], flags) {
    const output = outputOf(flags, OUTPUTS);
    const [, port = "", protocol] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(value) ?? [];
    if (!port || Number(port) > 65_535 || Number(port) === 0) throw failure("plan-port", { value });
    const routes = routePort(await subjectOf(context, flags), Number(port), protocol);
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "route", port: Number(port), routes }));
    else if (routes.length === 0) context.streams.out(`No service publishes ${value}.\n`);
    else context.streams.out(output === "markdown" ? markdownTable(HEAD, rows(routes)) : table(HEAD, rows(routes)));
    return routes.length === 0 ? 1 : 0;
  },
});
