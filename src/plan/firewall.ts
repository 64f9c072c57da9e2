import { isEncrypted, portsOf, swarmNetworks } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** What must pass between hosts. */
export interface FirewallRule {
  /** "tcp", "udp" or "esp" (IP protocol 50, without ports). */
  readonly protocol: "tcp" | "udp" | "esp";
  readonly port?: number;
  /** Addresses that open connections; "any" is whoever uses a published port. */
  readonly from: readonly string[] | "any";
  /** Addresses that answer. */
  readonly to: readonly string[];
  readonly why: string;
}

const MANAGEMENT = 2377;
const GOSSIP = 7946;
const DATA_PATH = 4789;

/** What a swarm needs open between its nodes (by their addresses), and towards its published ports. */
export function firewallRules(snapshot: Snapshot): FirewallRule[] {
  const all = snapshot.nodes.map(({ Status }) => Status.Addr);
  const managers = snapshot.nodes.filter(({ Spec }) => Spec.Role === "manager").map(({ Status }) => Status.Addr);
  const dataPath = snapshot.swarm?.DataPathPort || DATA_PATH;
  const encrypted = swarmNetworks(snapshot)
    .filter(isEncrypted)
    .map(({ Name }) => Name);
  const rules: FirewallRule[] = [
    { protocol: "tcp", port: MANAGEMENT, from: all, to: managers, why: "management: nodes to managers" },
    { protocol: "tcp", port: GOSSIP, from: all, to: all, why: "gossip of the overlay networks" },
    { protocol: "udp", port: GOSSIP, from: all, to: all, why: "gossip of the overlay networks" },
    { protocol: "udp", port: dataPath, from: all, to: all, why: "data of the overlay networks (VXLAN)" },
  ];
  if (encrypted.length > 0) rules.push({ protocol: "esp", from: all, to: all, why: `data of encrypted networks: ${encrypted.join(", ")}` });
  const published = snapshot.services.flatMap((service) => portsOf(service).map((port) => ({ ...port, service: service.Spec.Name ?? "" })));
  for (const { PublishedPort, Protocol = "tcp", service, PublishMode } of published)
    if (PublishedPort && (Protocol === "tcp" || Protocol === "udp"))
      rules.push({
        protocol: Protocol,
        port: PublishedPort,
        from: "any",
        to: all,
        why: `published by ${service}${PublishMode === "host" ? " on the nodes of its tasks" : ""}`,
      });
  return rules;
}

const sources = (from: FirewallRule["from"], self: string): string[] => (from === "any" ? ["any"] : from.filter((address) => address !== self));

/** The rules of one host (by address) as commands for ufw. */
export function ufw(rules: readonly FirewallRule[], host: string): string[] {
  return rules
    .filter(({ to }) => to.includes(host))
    .flatMap(({ protocol, port, from, why }) =>
      sources(from, host).map(
        (source) => `ufw allow proto ${protocol} from ${source} to any${port === undefined ? "" : ` port ${port}`} comment '${why.replace(/'/g, "")}'`,
      ),
    );
}

/** The rules of one host (by address) as an nftables table. */
export function nftables(rules: readonly FirewallRule[], host: string): string[] {
  const lines = rules
    .filter(({ to }) => to.includes(host))
    .map(({ protocol, port, from, why }) => {
      const addresses = sources(from, host);
      const source = from === "any" ? "" : `ip saddr { ${addresses.join(", ")} } `;
      const what = protocol === "esp" ? "meta l4proto esp" : `${protocol} dport ${port}`;
      return from !== "any" && addresses.length === 0 ? "" : `    ${source}${what} accept comment "${why.replace(/"/g, "")}"`;
    });
  return ["table inet dryswarm {", "  chain input {", "    type filter hook input priority filter; policy accept;", ...lines.filter(Boolean), "  }", "}"];
}
