import { ValueError } from "../../values/value-error.ts";
import type { Mapping } from "../yaml.ts";
import type { Field, Kind } from "./kind.ts";
import { flag, keyedList, loadFields, struct, text } from "./kinds.ts";
import { integer } from "./numbers.ts";

const PROPAGATIONS = ["rprivate", "private", "rshared", "shared", "rslave", "slave"];

const FIELDS: readonly Field[] = [
  { key: "type", kind: text, go: "Type" },
  { key: "source", kind: text, go: "Source" },
  { key: "target", kind: text, go: "Target" },
  { key: "read_only", kind: flag, go: "read_only" },
  { key: "consistency", kind: text, go: "Consistency" },
  { key: "bind", kind: struct([{ key: "propagation", kind: text, go: "Propagation" }], { pointer: true }), go: "Bind" },
  {
    key: "volume",
    kind: struct(
      [
        { key: "nocopy", kind: flag, go: "nocopy" },
        { key: "subpath", kind: text, go: "subpath" },
      ],
      { pointer: true },
    ),
    go: "Volume",
  },
  { key: "image", kind: struct([{ key: "subpath", kind: text, go: "subpath" }], { pointer: true }), go: "Image" },
  { key: "tmpfs", kind: struct([{ key: "size", kind: integer, go: "Size" }], { pointer: true }), go: "Tmpfs" },
  { key: "cluster", kind: struct([], { pointer: true }), go: "Cluster" },
];

const isDrive = (part: string): boolean => /^\p{L}$/u.test(part);

function isPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith("\\\\") || (source.length > 1 && isDrive(source[0] as string) && source[1] === ":");
}

/** A volume in its short form, `[source:]target[:options]`. Throws a ValueError. */
export function parseVolume(spec: string): Mapping {
  if (spec === "") throw new ValueError("invalid empty volume spec");
  if (spec.length <= 2) return { type: "volume", target: spec };
  const parts = sections(spec);
  const refuse = (problem: string): never => {
    throw new ValueError(`invalid spec: ${spec}: ${problem}`);
  };
  if (parts.includes("")) refuse("empty section between colons");
  if (parts.length > 3) refuse("too many colons");
  const volume: Mapping = parts.length === 1 ? { target: parts[0] } : { source: parts[0], target: parts[1] };
  for (const option of (parts[2] ?? "").split(",")) {
    if (option === "ro") volume.read_only = true;
    else if (option === "rw") delete volume.read_only;
    else if (option === "nocopy") volume.volume = { nocopy: true };
    else if (PROPAGATIONS.includes(option)) volume.bind = { propagation: option };
  }
  return { type: volume.source !== undefined && isPath(volume.source as string) ? "bind" : "volume", ...volume };
}

/** The parts between colons; the colon of a Windows drive parts nothing. */
function sections(spec: string): string[] {
  const parts = [""];
  for (const char of spec) {
    if (char === ":" && !isDrive(parts.at(-1) as string)) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}

const load: Kind["load"] = (value, place, refuse) => {
  if (!Array.isArray(value)) return undefined;
  return value.map((entry, at) => {
    const own = `${place}[${at}]`;
    if (typeof entry === "object" && entry !== null) return loadFields(FIELDS, entry as Mapping, own, refuse);
    try {
      return parseVolume(String(entry));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      refuse(own, { read: error.message });
      return {};
    }
  });
};

/** The mounts of a service; merged by target. */
export const volumes: Kind = keyedList(FIELDS, "target", load);
