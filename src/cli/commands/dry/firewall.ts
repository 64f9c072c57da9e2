import { failure } from "../../../api/index.ts";
import { type FirewallRule, firewallRules, nftables, ufw } from "../../../plan/firewall.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import type { Snapshot } from "../../../plan/snapshot.ts";
import { markdownTable, table } from "../../../report/paint.ts";
import { defineCommand } from "../../command.ts";
import { jsonText, outputFlag, outputOf, SOURCES, subjectOf } from "../../dry/common.ts";

const KNOWN = ["text", "json", "markdown", "ufw", "nftables"] as const;
const HEAD = ["PROTOCOL", "PORT", "FROM", "TO", "WHY"];

function rows(rules: readonly FirewallRule[], { nodes }: Snapshot): string[][] {
  const names = new Map(nodes.map(({ Status, Description }) => [Status.Addr, Description.Hostname ?? Status.Addr]));
  const who = (addresses: readonly string[] | "any"): string =>
    addresses === "any" ? "any" : addresses.length === nodes.length ? "all nodes" : addresses.map((address) => names.get(address) ?? address).join(", ");
  return rules.map(({ protocol, port, from, to, why }) => [protocol, port === undefined ? "" : String(port), who(from), who(to), why]);
}

/** `dryswarm firewall [NODE…]` */
export const command = defineCommand({
  use: "firewall [OPTIONS] [NODE...]",
  short: "Show what must pass between the hosts of a swarm (dryswarm's own)",
  examples: [
    { what: "What must pass between all hosts", line: "dryswarm firewall" },
    { what: "As commands for one node", line: "dryswarm firewall -o ufw node-1" },
  ],
  args: { min: 0 },
  flags: [...SOURCES, outputFlag(KNOWN)],
  readOnly: true,
  async run(context, names, flags) {
    const output = outputOf(flags, KNOWN);
    const snapshot = await subjectOf(context, flags);
    const rules = firewallRules(snapshot);
    const { out } = context.streams;
    const unknown = names.find((name) => !snapshot.nodes.some(({ Description }) => Description.Hostname === name));
    if (unknown !== undefined) throw failure("node-not-found", { ref: unknown });
    const hosts = snapshot.nodes.filter(({ Description }) => names.length === 0 || names.includes(Description.Hostname ?? ""));
    if (output === "json") out(jsonText({ version: OUTPUT_VERSION, kind: "firewall", rules }));
    else if (output === "markdown") out(markdownTable(HEAD, rows(rules, snapshot)));
    else if (output === "text") out(table(HEAD, rows(rules, snapshot)));
    else
      for (const { Description, Status } of hosts) {
        const lines = output === "ufw" ? ufw(rules, Status.Addr) : nftables(rules, Status.Addr);
        out(`# on ${Description.Hostname} (${Status.Addr})\n${lines.join("\n")}\n`);
      }
    return 0;
  },
});
