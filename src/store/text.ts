import type { State } from "./schema.ts";

/** How deep objects are opened up: hosts and swarms, their nouns, and then one network, service or task a line. */
const OPEN = 4;

/**
 * The state as the text of its file: JSON in which every stored object has a line of its own, so that git shows which ones
 * changed; keys in the order of the state, a newline at the end.
 */
export function stateText(state: State): string {
  return `${render(state, 0)}\n`;
}

function render(value: unknown, depth: number): string {
  if (depth >= OPEN || typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  const margin = " ".repeat(depth + 1);
  const lines = entries.map(([key, item]) => `${margin}${JSON.stringify(key)}: ${render(item, depth + 1)}`);
  return `{\n${lines.join(",\n")}\n${" ".repeat(depth)}}`;
}
