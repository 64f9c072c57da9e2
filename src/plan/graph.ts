import type { Task } from "../api/index.ts";
import { attachmentsOf, isEncrypted, portsOf, stackOf, subnetsOf, swarmNetworks, VXLAN } from "./facts.ts";
import { isShown } from "./picture.ts";
import type { Snapshot } from "./snapshot.ts";

/** A point of the topology. */
export interface GraphNode {
  readonly id: string;
  /** What it stands for; a node of the swarm is of the kind "node", and "outside" is where published ports are reached from. */
  readonly kind: "network" | "service" | "node" | "outside";
  /** Lines of text. */
  readonly label: readonly string[];
  /** The stack that it belongs to; absent where it belongs to none. */
  readonly stack?: string;
  /** Whether the data of a network is encrypted; absent where not. */
  readonly encrypted?: true;
}

/** A line of the topology: a service on a network, or a published port. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Which services are on which networks and nodes, and what is published. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Nodes that a service names of those that its tasks are on; of more it says how many there are. */
const NAMED = 3;

/** Where the tasks of a service are: "on node-1, node-2 (2)"; "" where none has a node. */
function placesText(tasks: readonly Task[], hostnames: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const { NodeID } of tasks) if (NodeID) counts.set(hostnames.get(NodeID) ?? NodeID, (counts.get(hostnames.get(NodeID) ?? NodeID) ?? 0) + 1);
  if (counts.size > NAMED) return `on ${counts.size} nodes`;
  const each = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => (count > 1 ? `${name} (${count})` : name));
  return each.length > 0 ? `on ${each.join(", ")}` : "";
}

const stackPart = (labels: Readonly<Record<string, string>> | null | undefined): { stack?: string } => {
  const stack = stackOf(labels);
  return stack ? { stack } : {};
};

/** The topology of a swarm: networks with their subnets, services with VIPs, aliases and where their tasks are, published ports, and nodes. */
export function topology(snapshot: Snapshot): Graph {
  const networks = swarmNetworks(snapshot).filter(({ Ingress }) => !Ingress);
  const ids = new Map(networks.map((network, at) => [network.Id, `n${at}`]));
  const hostnames = new Map(snapshot.nodes.map(({ ID, Description }) => [ID, Description.Hostname ?? ID]));
  const tasks = new Map<string, Task[]>();
  for (const task of snapshot.tasks.filter(isShown)) tasks.set(task.ServiceID ?? "", [...(tasks.get(task.ServiceID ?? "") ?? []), task]);
  const nodes: GraphNode[] = networks.map((network, at) => {
    const vxlan = network.Options?.[VXLAN];
    const encrypted = isEncrypted(network);
    return {
      id: `n${at}`,
      kind: "network",
      label: [network.Name, subnetsOf(network).join(", ") || "no subnet", ...(vxlan ? [`VXLAN ${vxlan}`] : []), ...(encrypted ? ["encrypted"] : [])],
      ...stackPart(network.Labels),
      ...(encrypted && { encrypted }),
    };
  });
  const edges: GraphEdge[] = [];
  for (const [at, service] of snapshot.services.entries()) {
    const id = `s${at}`;
    const replicas = service.Spec.Mode.Replicated?.Replicas;
    const mode = replicas === undefined ? (service.Spec.Mode.Global ? "global" : "job") : `${replicas} replicas`;
    const places = placesText(tasks.get(service.ID) ?? [], hostnames);
    nodes.push({ id, kind: "service", label: [service.Spec.Name ?? "", mode, ...(places ? [places] : [])], ...stackPart(service.Spec.Labels) });
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
  for (const [at, { Spec, Description, Status, ManagerStatus, ID }] of snapshot.nodes.entries()) {
    const state = [ManagerStatus?.Leader ? "leader" : Spec.Role, Status.State, ...(Spec.Availability === "active" ? [] : [Spec.Availability])].join(", ");
    const labels = Object.entries(Spec.Labels ?? {}).map(([name, value]) => `${name}=${value}`);
    nodes.push({ id: `h${at}`, kind: "node", label: [Description.Hostname ?? ID, state, ...labels] });
  }
  return { nodes, edges };
}

/** Groups of nodes that are framed together, by title: those of each stack, and the nodes of the swarm. What is in none has the title "". */
function frames(nodes: readonly GraphNode[]): Map<string, GraphNode[]> {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const title = node.kind === "node" ? "nodes" : node.stack ? `stack ${node.stack}` : "";
    groups.set(title, [...(groups.get(title) ?? []), node]);
  }
  return groups;
}

const quoted = (text: string): string => text.replace(/[\\"]/g, "\\$&");
/** Fonts whose widths Graphviz knows by itself, so that labels fit; the margin takes what wider ones of a viewer need. */
const FONT = 'fontname="Helvetica,Arial,sans-serif"';
const SHAPES: Readonly<Record<GraphNode["kind"], string>> = {
  network: 'shape=box, style="rounded,filled", fillcolor="#e8f0fb", color="#0b57b5"',
  service: 'shape=box, style="filled", fillcolor="#ffffff"',
  node: 'shape=box3d, style="filled", fillcolor="#f1f3f6"',
  outside: 'shape=plaintext, style=""',
};
/** An encrypted network has two borders, in green. */
const ENCRYPTED = 'shape=box, style="rounded,filled", fillcolor="#e6f6ea", color="#1a7f37", peripheries=2';

/** A topology in Graphviz's language. */
export function dot({ nodes, edges }: Graph): string {
  const node = ({ id, kind, label, encrypted }: GraphNode): string =>
    `  ${id} [${encrypted ? ENCRYPTED : SHAPES[kind]}, label="${label.map(quoted).join("\\n")}"];`;
  const boxes = [...frames(nodes)].flatMap(([title, members], at) =>
    title === ""
      ? members.map(node)
      : [
          `  subgraph "cluster_${at}" {`,
          `    label="${quoted(title)}"; style="rounded"; color="#8a94a3"; margin=14;`,
          ...members.map((one) => `  ${node(one)}`),
          "  }",
        ],
  );
  return [
    "graph swarm {",
    `  layout="dot"; rankdir="LR"; nodesep=0.2; ranksep=1.4; pad=0.3; ${FONT}; fontsize=12;`,
    `  node [${FONT}, fontsize=11, margin="0.35,0.12", color="#5a6575"];`,
    `  edge [${FONT}, fontsize=10, color="#8a94a3"];`,
    ...boxes,
    ...edges.map(({ from, to, label }) => `  ${from} -- ${to} [label="${quoted(label && ` ${label} `)}"];`),
    "}",
    "",
  ].join("\n");
}

/** A topology as a Mermaid flowchart. */
export function mermaid({ nodes, edges }: Graph): string {
  const text = (lines: readonly string[]): string => `"${lines.map((line) => line.replace(/"/g, "#quot;")).join("<br/>")}"`;
  const shape = ({ kind, label }: GraphNode): string => {
    const said = text(label);
    return { network: `([${said}])`, service: `[${said}]`, node: `[[${said}]]`, outside: `((${said}))` }[kind];
  };
  const node = (one: GraphNode): string => `  ${one.id}${shape(one)}`;
  const boxes = [...frames(nodes)].flatMap(([title, members], at) =>
    title === "" ? members.map(node) : [`  subgraph g${at} [${text([title])}]`, ...members.map((one) => `  ${node(one)}`), "  end"],
  );
  const encrypted = nodes.filter((one) => one.encrypted).map(({ id }) => id);
  return [
    "flowchart LR",
    ...boxes,
    ...edges.map(({ from, to, label }) => `  ${from} ---${label ? `|"${label.replace(/"/g, "#quot;")}"|` : ""} ${to}`),
    ...(encrypted.length > 0 ? [`  style ${encrypted.join(",")} stroke:#1a7f37,stroke-width:3px`] : []),
    "",
  ].join("\n");
}
