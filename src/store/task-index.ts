/** Where the tasks of each service stand among the lines of a file, and which of the lines say of a task's state what is not usual. */
export class TaskIndex {
  readonly #places = new Map<string, number[]>();
  readonly #special = new Set<number>();

  /** Places of the tasks of each service, by its ID; "" for tasks without one. */
  get places(): ReadonlyMap<string, readonly number[]> {
    return this.#places;
  }

  /** Notes the line of a new task behind all others. */
  add(at: number, service: string, line: string): void {
    const places = this.#places.get(service);
    if (places) places.push(at);
    else this.#places.set(service, [at]);
    this.replace(at, line);
  }

  /** Notes another line of a task. */
  replace(at: number, line: string): void {
    if (line.includes('"Differs":') || line.includes('"Lacks":')) this.#special.add(at);
    else this.#special.delete(at);
  }

  /** Whether the line at a place is that of a task that runs and is meant to. */
  isPlain(at: number): boolean {
    return !this.#special.has(at);
  }
}

/** How the line of a task goes on behind its ID, as we write it, where it has a service. */
const SERVICE = ': {"Service":"';

/** ID of the service that a task's line begins with; undefined where it begins otherwise. */
export function serviceIn(line: string): string | undefined {
  const end = line.indexOf('"', 1) + 1;
  if (!line.startsWith(SERVICE, end)) return undefined;
  const start = end + SERVICE.length;
  return line.slice(start, line.indexOf('"', start));
}
