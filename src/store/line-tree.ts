import { OPEN } from "./layout.ts";

/**
 * A state file as its lines: objects down to depth {@link OPEN} as maps in the order of the file, all below them as JSON text. Changes of a
 * state are told as the lines that changed, and put into a file's text without reading what the others say.
 * @module
 */

/** An object of the file by its keys: JSON text, or an object that has lines of its own. */
export type Branch = Map<string, Branch | string>;

/** A line that changed: its keys from the top of the file, and its JSON text; without one it is gone, with all below it. */
export interface LineChange {
  readonly at: readonly string[];
  readonly value?: string;
}

/** Where the tasks stand: last, whatever is added to the top of the file. */
const TASKS = "tasks";

/** The lines of a file's text; undefined where it is not laid out as ours are. */
export function readLines(text: string): Branch | undefined {
  const lines = text.split("\n");
  if (lines[0] !== "{" || lines.at(-1) !== "" || lines.at(-2) !== "}") return undefined;
  const root: Branch = new Map();
  const open = [root];
  for (let at = 1; at < lines.length - 2; at++) {
    const line = lines[at] as string;
    const depth = indentation(line);
    if (line[depth] === "}") {
      open.pop();
      if (open.length !== depth) return undefined;
      continue;
    }
    const branch = open[depth - 1];
    const key = keyOf(line, depth);
    if (!branch || open.length !== depth || !key) return undefined;
    const value = line.slice(key.end, line.endsWith(",") ? -1 : undefined);
    if (value !== "{" && !(value === "{}" && depth < OPEN)) {
      branch.set(key.name, value);
      continue;
    }
    const made: Branch = new Map();
    branch.set(key.name, made);
    if (value === "{") open.push(made);
  }
  return open.length === 1 ? root : undefined;
}

function indentation(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 32) depth++;
  return depth;
}

/** The key at the beginning of a line, and where its value begins. */
function keyOf(line: string, depth: number): { readonly name: string; readonly end: number } | undefined {
  let end = depth + 1;
  while (end < line.length && line[end] !== '"') end += line[end] === "\\" ? 2 : 1;
  if (line[depth] !== '"' || line.slice(end, end + 3) !== '": ') return undefined;
  const quoted = line.slice(depth, end + 1);
  return { name: quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1), end: end + 3 };
}

/** The text of a file of these lines. */
export function renderLines(root: Branch): string {
  const out: string[] = [];
  render(root, 0, out);
  out.push("\n");
  return out.join("");
}

function render(value: Branch | string, depth: number, out: string[]): void {
  if (typeof value === "string") {
    out.push(value);
    return;
  }
  // Below the lines an object is one text: it was taken apart because a part of it changed.
  const [margin, end, colon] = depth < OPEN ? [`\n${" ".repeat(depth + 1)}`, `\n${" ".repeat(depth)}`, ": "] : ["", "", ":"];
  let separator = "{";
  for (const [key, item] of value) {
    out.push(`${separator}${margin}${JSON.stringify(key)}${colon}`);
    render(item, depth + 1, out);
    separator = ",";
  }
  out.push(separator === "{" ? "{}" : `${end}}`);
}

/** Puts changes into the lines of a file, new keys behind those that are there. */
export function applyChanges(root: Branch, changes: readonly LineChange[]): void {
  for (const { at, value } of changes) {
    const key = at.at(-1) as string;
    const branch = branchAt(root, at.slice(0, -1));
    if (value === undefined) branch.delete(key);
    else branch.set(key, value === "{}" && at.length < OPEN ? new Map() : value);
    const tasks = branch === root && key !== TASKS ? root.get(TASKS) : undefined;
    if (!tasks) continue;
    root.delete(TASKS);
    root.set(TASKS, tasks);
  }
}

function branchAt(root: Branch, at: readonly string[]): Branch {
  let branch = root;
  for (const key of at) {
    const found = branch.get(key);
    const next = found instanceof Map ? found : takenApart(found);
    if (next !== found) branch.set(key, next);
    branch = next;
  }
  return branch;
}

/** The members of an object that is one text; none where there is no such object yet. */
function takenApart(text: string | undefined): Branch {
  const members = text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>);
  return new Map(Object.entries(members).map(([key, value]) => [key, JSON.stringify(value)]));
}
