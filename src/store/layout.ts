/** How deep objects are opened up: hosts and swarms, their nouns, and then one network, service or node a line. */
const OPEN = 4;
/** How the tasks begin, which stand last: the first of our lines that has so little before it. */
const TASKS = ',\n "tasks": ';

/**
 * The text of a state file: JSON in which every stored object has a line of its own, so that git shows which ones changed;
 * keys in the order of the state, tasks at the end, a newline after all.
 */
export function layOut(rest: unknown, tasks: TaskLines): string {
  return `${render(rest, 0).slice(0, -"\n}".length)}${TASKS}${renderTasks(tasks)}\n}\n`;
}

function renderTasks(tasks: TaskLines): string {
  const swarms = Object.entries(tasks).map(([id, lines]) => `  ${JSON.stringify(id)}: ${lines.length > 0 ? `{\n   ${lines.join(",\n   ")}\n  }` : "{}"}`);
  return swarms.length > 0 ? `{\n${swarms.join(",\n")}\n }` : "{}";
}

function render(value: unknown, depth: number): string {
  if (depth >= OPEN || typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  const margin = " ".repeat(depth + 1);
  const lines = entries.map(([key, item]) => `${margin}${JSON.stringify(key)}: ${render(item, depth + 1)}`);
  return `{\n${lines.join(",\n")}\n${" ".repeat(depth)}}`;
}

/** Text of a file of ours taken apart. */
export interface StateParts {
  /** JSON of the state without its tasks. */
  readonly head: string;
  /** JSON of the tasks. */
  readonly tasks: string;
}

/** Takes the text of a file apart; undefined for one that is laid out otherwise. */
export function partsOf(text: string): StateParts | undefined {
  const at = text.indexOf(TASKS);
  if (at < 0 || !text.endsWith("\n}\n")) return undefined;
  return { head: `${text.slice(0, at)}\n}`, tasks: text.slice(at + TASKS.length, -"\n}\n".length) };
}

/** Lines of tasks as the file has them, `"ID": {…}`, by swarm. */
export type TaskLines = Readonly<Record<string, readonly string[]>>;

/** The lines of the tasks' part of a text; undefined where it is laid out otherwise. */
export function linesOf(tasks: string): TaskLines | undefined {
  const swarms: Record<string, string[]> = {};
  let own: string[] | undefined;
  for (const line of tasks.split("\n")) {
    if (line.startsWith('   "')) own?.push(line.slice(3, line.endsWith("},") ? -1 : undefined));
    else if (line.startsWith('  "')) {
      own = [];
      swarms[line.slice(3, line.indexOf('"', 3))] = own;
    } else if (!/^(\{\}?| {1,2}\},?)$/.test(line)) return undefined;
  }
  return swarms;
}

/** The same lines of what was read as JSON. */
export function linesFrom(tasks: Readonly<Record<string, Readonly<Record<string, unknown>>>>): TaskLines {
  return Object.fromEntries(Object.entries(tasks).map(([id, own]) => [id, Object.entries(own).map(([task, packed]) => taskLine(task, packed))]));
}

/** The line of a task. */
export function taskLine(id: string, packed: unknown): string {
  return `"${id}": ${JSON.stringify(packed)}`;
}
