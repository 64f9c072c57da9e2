import { attachmentsOf, portsOf, subnetsOf, swarmNetworks } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** A point of the topology. */
export interface GraphNode {
  readonly id: string;
  readonly kind: "network" | "service" | "outside";
  /** Lines of text. */
  readonly label: readonly string[];
}

/** A line of the topology: a service on a network, or a published port. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Which services are on which networks, and what is published. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The topology of a swarm: networks with their subnets, services with VIPs and aliases, published ports. */
export function topology(snapshot: Snapshot): Graph {
  const networks = swarmNetworks(snapshot).filter(({ Ingress }) => !Ingress);
  const ids = new Map(networks.map((network, at) => [network.Id, `n${at}`]));
  const nodes: GraphNode[] = networks.map((network, at) => ({
    id: `n${at}`,
    kind: "network",
    label: [network.Name, subnetsOf(network).join(", ") || "no subnet"],
  }));
  const edges: GraphEdge[] = [];
  for (const [at, service] of snapshot.services.entries()) {
    const id = `s${at}`;
    const replicas = service.Spec.Mode.Replicated?.Replicas;
    nodes.push({
      id,
      kind: "service",
      label: [service.Spec.Name ?? "", replicas === undefined ? (service.Spec.Mode.Global ? "global" : "job") : `${replicas} replicas`],
    });
    for (const { Target = "", Aliases } of attachmentsOf(service)) {
      const to = ids.get(Target) ?? ids.get(networks.find(({ Name }) => Name === Target)?.Id ?? "");
      const vip = service.Endpoint.VirtualIPs?.find(({ NetworkID }) => NetworkID === Target)?.Addr?.split("/")[0];
      if (to)
        edges.push({
          from: id,
          to,
          label: [vip ?? (service.Spec.EndpointSpec?.Mode === "dnsrr" ? "dnsrr" : ""), ...(Aliases ?? [])].filter(Boolean).join(" "),
        });
    }
    for (const { PublishedPort, TargetPort, Protocol = "tcp" } of portsOf(service))
      edges.push({ from: "outside", to: id, label: `${PublishedPort ?? "?"}->${TargetPort ?? "?"}/${Protocol}` });
  }
  if (edges.some(({ from }) => from === "outside")) nodes.push({ id: "outside", kind: "outside", label: ["published"] });
  return { nodes, edges };
}

const quoted = (text: string): string => text.replace(/[\\"]/g, "\\$&");

/** A topology in Graphviz's language. */
export function dot({ nodes, edges }: Graph): string {
  const shape = { network: "ellipse", service: "box", outside: "plaintext" };
  return [
    "graph swarm {",
    '  layout="dot"; rankdir="LR"; node [fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...nodes.map(({ id, kind, label }) => `  ${id} [shape=${shape[kind]}, label="${label.map(quoted).join("\\n")}"];`),
    ...edges.map(({ from, to, label }) => `  ${from} -- ${to} [label="${quoted(label)}"];`),
    "}",
    "",
  ].join("\n");
}

/** A topology as a Mermaid flowchart. */
export function mermaid({ nodes, edges }: Graph): string {
  const text = (lines: readonly string[]): string => `"${lines.map((line) => line.replace(/"/g, "#quot;")).join("<br/>")}"`;
  const shape = ({ kind, label }: GraphNode): string =>
    kind === "network" ? `([${text(label)}])` : kind === "service" ? `[${text(label)}]` : `((${text(label)}))`;
  return [
    "flowchart LR",
    ...nodes.map((node) => `  ${node.id}${shape(node)}`),
    ...edges.map(({ from, to, label }) => `  ${from} ---${label ? `|"${label.replace(/"/g, "#quot;")}"|` : ""} ${to}`),
    "",
  ].join("\n");
}
