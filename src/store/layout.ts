import { stringifyExact } from "../values/exact-json.ts";

/** How deep objects are opened up: hosts and swarms, their nouns, and then one network, service or node a line. */
export const OPEN = 4;
/** How the tasks begin, which stand last: the first of our lines that has so little before it. */
const TASKS = ',\n "tasks": ';

/** Gives a value, and holds nothing else: a function made where tasks are packed would hold those of all states before, too. */
export const always =
  <T>(value: T): (() => T) =>
  () =>
    value;

/** Characters of a piece of a text that is written in pieces, about. */
const PIECE = 1_000_000;

/**
 * The text of a state file: JSON in which every stored object has a line of its own, so that git shows which ones changed;
 * keys in the order of the state, tasks at the end, a newline after all. It is not put together before someone asks for that: the text
 * of a million tasks takes half a gigabyte, and a string cannot be longer than that.
 */
export class StateText {
  constructor(
    /** What stands before the tasks. */
    private readonly head: string,
    private readonly linesOf: () => TaskLines,
  ) {}

  /** The text of a state without its tasks, and of their lines. */
  static of(rest: unknown, tasks: TaskLines): StateText {
    const out: string[] = [];
    render(rest, 0, out);
    // The last piece closes the state, which the tasks come before.
    out.pop();
    return new StateText(out.join(""), always(tasks));
  }

  /** A text of a file of ours; undefined for one that is laid out otherwise. */
  static read(text: string): StateText | undefined {
    const parts = partsOf(text);
    const head = parts?.head.slice(0, -"\n}".length);
    return parts && head !== undefined ? new StateText(head, () => linesOf(parts.tasks) ?? {}) : undefined;
  }

  /** The text in pieces of about a megabyte. */
  *pieces(): Generator<string> {
    let out = [this.head, TASKS];
    let size = this.head.length;
    let separator = "{";
    for (const [id, lines] of Object.entries(this.linesOf())) {
      out.push(`${separator}\n  ${JSON.stringify(id)}: ${lines.length > 0 ? "{\n   " : "{}"}`);
      for (let at = 0; at < lines.length; at++) {
        const line = lines[at] as string;
        out.push(at > 0 ? ",\n   " : "", line);
        size += line.length;
        if (size < PIECE) continue;
        yield out.join("");
        [out, size] = [[], 0];
      }
      if (lines.length > 0) out.push("\n  }");
      separator = ",";
    }
    out.push(separator === "{" ? "{}" : "\n }", "\n}\n");
    yield out.join("");
  }

  /** Whether another text is the same. */
  equals(other: StateText): boolean {
    if (this === other) return true;
    if (this.head !== other.head) return false;
    const [own, others] = [Object.entries(this.linesOf()), this.linesOf === other.linesOf ? undefined : Object.entries(other.linesOf())];
    if (!others) return true;
    const isSame = (a: readonly string[], b: readonly string[]): boolean => a === b || (a.length === b.length && a.every((line, at) => line === b[at]));
    return own.length === others.length && own.every(([id, lines], at) => others[at]?.[0] === id && isSame(lines, others[at][1]));
  }

  /** The text in one piece. */
  toString(): string {
    return [...this.pieces()].join("");
  }
}

/** JSON of a value, its members on lines of their own down to {@link OPEN}; pushed piece by piece, since a large state has many. */
function render(value: unknown, depth: number, out: string[]): void {
  if (depth >= OPEN || typeof value !== "object" || value === null || Array.isArray(value)) {
    out.push(stringifyExact(value));
    return;
  }
  const margin = `\n${" ".repeat(depth + 1)}`;
  let separator = "{";
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    out.push(`${separator}${margin}${JSON.stringify(key)}: `);
    render(item, depth + 1, out);
    separator = ",";
  }
  out.push(separator === "{" ? "{}" : `\n${" ".repeat(depth)}}`);
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
  return `"${id}": ${stringifyExact(packed)}`;
}
