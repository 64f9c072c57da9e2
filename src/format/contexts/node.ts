import type { Node, SystemInfo } from "../../api/index.ts";
import type { ListContext } from "../list.ts";
import { nodeType } from "../types/swarm.ts";
import { systemInfoType } from "../types/system.ts";
import { prettyWord } from "./shared.ts";

/** A row of `docker node ls`: the node, whether it is the one asked, and the swarm's root certificate. */
export interface NodeRow {
  readonly node: Node;
  readonly self: boolean;
  readonly trustRoot: string;
  /** Answer of `GET /info`, where the command has asked. */
  readonly info: SystemInfo | undefined;
}

function managerStatus({ ManagerStatus: status }: Node): string {
  if (!status) return "";
  return prettyWord(status.Leader ? "leader" : status.Reachability);
}

function tlsStatus({ node, trustRoot }: NodeRow): string {
  const own = node.Description.TLSInfo.TrustRoot;
  if (!own || !trustRoot) return "Unknown";
  return own === trustRoot ? "Ready" : "Needs Rotation";
}

/** `docker node ls`. */
export const nodeList: ListContext<NodeRow> = {
  goName: "*node.nodeContext",
  fields: {
    ID: ({ node }) => node.ID,
    Self: ({ self }) => self,
    Hostname: ({ node }) => node.Description.Hostname ?? "",
    Status: ({ node }) => prettyWord(node.Status.State),
    Availability: ({ node }) => prettyWord(node.Spec.Availability),
    ManagerStatus: ({ node }) => managerStatus(node),
    EngineVersion: ({ node }) => node.Description.Engine.EngineVersion ?? "",
    TLSStatus: tlsStatus,
  },
  headers: { Self: "", ManagerStatus: "MANAGER STATUS", EngineVersion: "ENGINE VERSION", TLSStatus: "TLS STATUS" },
  table: "table {{.ID}} {{if .Self}}*{{else}} {{ end }}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}\t{{.ManagerStatus}}\t{{.EngineVersion}}",
  raw: "node_id: {{.ID}}\nhostname: {{.Hostname}}\nstatus: {{.Status}}\navailability: {{.Availability}}\nmanager_status: {{.ManagerStatus}}",
  quiet: { table: "{{.ID}}", raw: "node_id: {{.ID}}" },
  inside: ({ node, info }) => [
    { type: nodeType, value: node },
    { type: systemInfoType, value: info ?? {} },
  ],
};
