import { type PortSpec, parsePortSpec } from "../../values/ports.ts";
import { goText } from "../scalars.ts";
import type { Mapping } from "../yaml.ts";
import type { Field, Kind } from "./kind.ts";
import { guarded, keyedList, loadFields, text } from "./kinds.ts";
import { unsigned } from "./numbers.ts";

const FIELDS: readonly Field[] = [
  { key: "mode", kind: text, go: "Mode" },
  { key: "target", kind: unsigned(false, 32), go: "Target" },
  { key: "published", kind: unsigned(false, 32), go: "Published" },
  { key: "protocol", kind: text, go: "Protocol" },
];

const load: Kind["load"] = (value, place, refuse) => {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((entry, at): Mapping[] => {
    if (typeof entry === "object" && entry !== null) return [loadFields(FIELDS, entry as Mapping, `${place}[${at}]`, refuse)];
    return (guarded(place, refuse, () => parsePortSpec(goText(entry), refuse.portWords).ports) ?? [])
      .map((port) => ({ mode: "ingress", target: port.TargetPort, ...(port.PublishedPort && { published: port.PublishedPort }), protocol: port.Protocol }))
      .sort((a, b) => (String(a.target) < String(b.target) ? -1 : String(a.target) > String(b.target) ? 1 : 0));
  });
};

/** The ports of a service, in short and long form, as ServicePortConfig; merged by published port. */
export const ports: Kind = keyedList(FIELDS, "published", load);

/** The short ports of a list that name an address of the host, with that address: swarm does not heed it. */
export function portsWithAddress(value: unknown): { text: string; address: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    if (typeof entry !== "string") return [];
    const { hostIP, ports: parsed } = specOf(entry);
    const ignored = hostIP !== "" && hostIP !== "0.0.0.0" && hostIP !== "::";
    return ignored ? parsed.map((port) => ({ address: hostIP, text: `${hostIP}:${port.PublishedPort ?? ""}:${port.TargetPort}/${port.Protocol}` })) : [];
  });
}

/** A short port; none where it is none, which is told elsewhere. */
function specOf(entry: string): PortSpec {
  try {
    return parsePortSpec(entry);
  } catch {
    return { hostIP: "", ports: [] };
  }
}
