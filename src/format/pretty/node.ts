import type { Node } from "../../api/index.ts";
import { prettyWord } from "../contexts/shared.ts";
import { goTime } from "../gotime.ts";
import { bytesSize } from "../units.ts";

function labelLines(title: string, labels: Readonly<Record<string, string>> | undefined): string[] {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? [title, ...entries.map(([key, value]) => ` - ${key}${value === "" ? "" : `=${value}`}`)] : [];
}

function pluginLines(node: Node): string[] {
  const byType = new Map<string, string[]>();
  for (const { Type, Name } of node.Description.Engine.Plugins ?? []) byType.set(Type, [...(byType.get(Type) ?? []), Name]);
  const rows = [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, names]) => ` ${type}:\t\t${names.join(", ")}`);
  return rows.length > 0 ? ["Plugins:", ...rows] : [];
}

/** `docker node inspect --pretty` of one node. */
export function prettyNode(node: Node): string {
  const { Spec, Description, Status, ManagerStatus } = node;
  const { TLSInfo: tls } = Description;
  return `${[
    `ID:\t\t\t${node.ID}`,
    ...(Spec.Name ? [`Name:\t\t\t${Spec.Name}`] : []),
    ...labelLines("Labels:", Spec.Labels),
    `Hostname:              \t${Description.Hostname ?? ""}`,
    `Joined at:             \t${goTime(node.CreatedAt).toLowerCase()}`,
    "Status:",
    ` State:\t\t\t${prettyWord(Status.State)}`,
    ...(Status.Message ? [` Message:              \t${prettyWord(Status.Message)}`] : []),
    ` Availability:         \t${prettyWord(Spec.Availability)}`,
    ...(Status.Addr ? [` Address:\t\t${Status.Addr}`] : []),
    ...(ManagerStatus
      ? [
          "Manager Status:",
          ` Address:\t\t${ManagerStatus.Addr}`,
          ` Raft Status:\t\t${prettyWord(ManagerStatus.Reachability)}`,
          ` Leader:\t\t${ManagerStatus.Leader ? "Yes" : "No"}`,
        ]
      : []),
    "Platform:",
    ` Operating System:\t${Description.Platform.OS ?? ""}`,
    ` Architecture:\t\t${Description.Platform.Architecture ?? ""}`,
    "Resources:",
    ` CPUs:\t\t\t${Math.floor(Number(Description.Resources.NanoCPUs ?? 0) / 1e9)}`,
    ` Memory:\t\t${bytesSize(Description.Resources.MemoryBytes ?? 0)}`,
    ...pluginLines(node),
    `Engine Version:\t\t${Description.Engine.EngineVersion ?? ""}`,
    ...labelLines("Engine Labels:", Description.Engine.Labels),
    ...(tls.TrustRoot
      ? [
          "TLS Info:",
          " TrustRoot:",
          `${tls.TrustRoot}`,
          ` Issuer Subject:\t${tls.CertIssuerSubject ?? ""}`,
          ` Issuer Public Key:\t${tls.CertIssuerPublicKey ?? ""}`,
        ]
      : []),
  ].join("\n")}\n`;
}
