import { failure } from "../../../api/index.ts";
import { capacity, type WhatIf } from "../../../plan/capacity.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { capacityMarkdown, capacityText } from "../../../report/capacity.ts";
import { defineCommand, type Flags } from "../../command.ts";
import { jsonText, OUTPUTS, outputFlag, outputOf, paintOf, SOURCES, subjectOf } from "../../dry/common.ts";
import { flag } from "../../options/flag.ts";
import { list, string } from "../../options/values.ts";

/** What `--replicas web=40` and `--nodes +5` ask. Throws plan-what-if. */
function whatIf(flags: Flags<{ readonly replicas: string[]; readonly nodes: string }>, services: ReadonlySet<string>, nodes: number): WhatIf {
  const pairs = flags.get("replicas").map((value): [string, number] => {
    const [, name = "", count = ""] = /^(.+)=(\d{1,9})$/.exec(value) ?? [];
    if (!name) throw failure("plan-what-if", { value, flag: "--replicas", cause: "SERVICE=COUNT" });
    if (!services.has(name)) throw failure("plan-service", { ref: name });
    return [name, Number(count)];
  });
  const value = flags.get("nodes");
  const [, sign = "", count = "0"] = value ? (/^([+-]?)(\d{1,6})$/.exec(value) ?? []) : ["", "+", "0"];
  if (value && !/^[+-]?\d{1,6}$/.test(value)) throw failure("plan-what-if", { value, flag: "--nodes", cause: "a count, or +N or -N" });
  const more = sign === "+" ? Number(count) : sign === "-" ? -Number(count) : Number(count) - nodes;
  return { replicas: Object.fromEntries(pairs), nodes: Math.max(-nodes, more) };
}

/** `dryswarm capacity` */
export const command = defineCommand({
  use: "capacity [OPTIONS] [NETWORK...]",
  short: "Show how full networks and pools are, and what still fits (dryswarm's own)",
  examples: [
    { what: "How full every network and pool is", line: "dryswarm capacity" },
    { what: "What if a service had 40 replicas and the swarm five nodes more", line: "dryswarm capacity --replicas web=40 --nodes +5 my-network" },
    { what: "The same of a real swarm, read and never changed", line: "dryswarm capacity --live ssh://me@manager" },
  ],
  args: { min: 0 },
  flags: [
    ...SOURCES,
    flag("nodes", string(), "What if there were so many nodes, or so many more (+5)"),
    outputFlag(),
    flag("replicas", list(), "What if a service had so many replicas: SERVICE=COUNT"),
  ],
  readOnly: true,
  async run(context, names, flags) {
    const output = outputOf(flags, OUTPUTS);
    const snapshot = await subjectOf(context, flags);
    const missing = names.find((name) => !snapshot.networks.some(({ Name, Id }) => Name === name || Id === name));
    if (missing !== undefined) throw failure("plan-object", { ref: missing });
    const asked = whatIf(flags, new Set(snapshot.services.map(({ Spec }) => Spec.Name ?? "")), snapshot.nodes.length);
    const all = capacity(snapshot, asked);
    const shown = names.length > 0 ? { ...all, networks: all.networks.filter(({ network }) => names.includes(network)) } : all;
    const paint = await paintOf(context);
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "capacity", ...shown }));
    else if (output === "markdown") context.streams.out(capacityMarkdown(shown, paint));
    else context.streams.out(capacityText(shown, paint, context.streams.stdoutIsTTY));
    return 0;
  },
});
