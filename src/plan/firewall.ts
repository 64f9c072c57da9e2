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

/** `ip saddr { … }` for the IPv4 addresses of a list, `ip6 saddr { … }` for the IPv6 ones. */
function matches(addresses: readonly string[]): string[] {
  const [six, four] = [addresses.filter((one) => one.includes(":")), addresses.filter((one) => !one.includes(":"))];
  return [...(four.length > 0 ? [`ip saddr { ${four.join(", ")} }`] : []), ...(six.length > 0 ? [`ip6 saddr { ${six.join(", ")} }`] : [])];
}

const portMatch = ({ protocol, port }: Pick<FirewallRule, "protocol" | "port">): string =>
  protocol === "esp" ? "meta l4proto esp" : `${protocol} dport ${port}`;
const quotable = (text: string): string => text.replace(/["\n]/g, "");

/**
 * The rules of one host (by address) as a file for `nft -f`: a table of its own that accepts what the swarm's nodes send to the ports of
 * the swarm and drops everybody else's; all other traffic passes it untouched. Published ports are open to all and need no rule.
 */
export function nftables(rules: readonly FirewallRule[], host: string): string[] {
  const swarm = rules.filter(({ from }) => from !== "any");
  const own = swarm.filter(({ to }) => to.includes(host));
  const accepted = own.flatMap((rule) =>
    matches(sources(rule.from, host)).map((source) => `    ${source} ${portMatch(rule)} accept comment "${quotable(rule.why)}"`),
  );
  const dropped = [...new Set(swarm.map(portMatch))].map((text) => `    ${text} drop`);
  const open = rules.filter(({ from, to }) => from === "any" && to.includes(host));
  return [
    "# Load with: nft -f FILE (again after every change: the table is replaced). Take away with: nft delete table inet dryswarm",
    "# At each start: include the file from /etc/nftables.conf. What another table drops stays dropped.",
    ...open.map((rule) => `# open to all: ${portMatch(rule)} (${quotable(rule.why)})`),
    "table inet dryswarm",
    "delete table inet dryswarm",
    "table inet dryswarm {",
    "  chain input {",
    "    type filter hook input priority filter - 10; policy accept;",
    '    iifname "lo" accept',
    "    ct state established,related accept",
    ...accepted,
    ...dropped,
    "  }",
    "}",
  ];
}
