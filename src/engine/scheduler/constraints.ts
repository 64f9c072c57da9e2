import { failure } from "../../api/index.ts";
import type { StoredNode } from "../../store/schema.ts";
import { own } from "../../values/own.ts";

/** A placement constraint taken apart. */
export interface Constraint {
  readonly key: string;
  readonly equal: boolean;
  readonly value: string;
}

const KEY = /^[a-zA-Z_][a-zA-Z0-9\-_.]+$/;
const VALUE = /^[a-zA-Z0-9:\-_\s.*()?+[\]\\^$|/]+$/;

/** Takes `node.role==manager` apart. Fails with the engine's words for what is no constraint. */
export function parseConstraint(text: string): Constraint {
  for (const operator of ["==", "!="]) {
    const parts = splitOnce(text, operator);
    if (!parts) continue;
    const [key, value] = [parts[0].trim(), parts[1].trim()];
    if (!KEY.test(key)) throw failure("constraint-key", { key });
    if (!VALUE.test(value)) throw failure("constraint-value", { value });
    return { key, equal: operator === "==", value };
  }
  throw failure("constraint-operator");
}

function splitOnce(text: string, separator: string): [string, string] | undefined {
  const at = text.indexOf(separator);
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Value of a constraint's key on a node; undefined for a key that nodes do not know. A missing label is "". */
function valueOn(node: StoredNode, key: string): string | undefined {
  const lower = key.toLowerCase();
  switch (lower) {
    case "node.id":
      return node.ID;
    case "node.hostname":
      return node.Description.Hostname ?? "";
    case "node.ip":
      return node.Status.Addr;
    case "node.role":
      return node.Spec.Role;
    case "node.platform.os":
      return node.Description.Platform.OS ?? "";
    case "node.platform.arch":
      return normalArch(node.Description.Platform.Architecture ?? "");
  }
  if (lower.startsWith("node.labels.")) return own(node.Spec.Labels, key.slice("node.labels.".length)) ?? "";
  if (lower.startsWith("engine.labels.")) return own(node.Description.Engine.Labels, key.slice("engine.labels.".length)) ?? "";
  return undefined;
}

function normalArch(arch: string): string {
  return { x86_64: "amd64", aarch64: "arm64" }[arch] ?? arch;
}

/** Whether a node meets a constraint; values are compared without regard to case. */
export function meets(node: StoredNode, constraint: Constraint): boolean {
  const value = valueOn(node, constraint.key);
  if (value === undefined) return false;
  const requested = constraint.key.toLowerCase() === "node.platform.arch" ? normalArch(constraint.value) : constraint.value;
  return (value.toLowerCase() === requested.toLowerCase()) === constraint.equal;
}
