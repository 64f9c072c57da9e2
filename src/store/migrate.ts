import { failure } from "../api/errors.ts";
import { parseExact } from "../values/exact-json.ts";
import { isHostName } from "../values/host-name.ts";
import { linesFrom, linesOf, partsOf } from "./layout.ts";
import { unpackState } from "./packed-state.ts";
import { SCHEMA, type State } from "./schema.ts";

/**
 * Turns what a file of schema N (its index + 1) holds into a state of schema N + 1. From the first to the second only the text changed: tasks
 * stood there whole, beside all else of their swarm. The second held the data of secrets: what writes the state seals them (sealing.ts).
 */
const STEPS: readonly ((state: State) => State)[] = [(state) => state, (state) => state];

/** The schema from which on tasks are lines of the file's own part. */
const PACKED = 2;

/** Size in characters from which on the tasks of a file are left alone until someone asks for them. */
const LARGE = 1_000_000;

/**
 * Turns the text of a state file into a state of today's schema; `path` is for the messages. The tasks of a large file are read when
 * they are asked for, and throw state-corrupt then.
 * Throws state-corrupt, state-foreign or state-newer.
 */
export function readState(text: string, path: string): State {
  const parts = text.length >= LARGE ? partsOf(text) : undefined;
  const value = parse(parts?.head ?? text, path);
  if (!isObject(value) || value.format !== "dryswarm") throw failure("state-foreign", { path });
  const { schema } = value;
  if (!Number.isSafeInteger(schema) || (schema as number) < 1) throw failure("state-corrupt", { path, cause: "it names no schema" });
  if ((schema as number) > SCHEMA) throw failure("state-newer", { path, schema: schema as number, ours: SCHEMA });
  const bad = missingPart(value);
  if (bad) throw failure("state-corrupt", { path, cause: `"${bad}" is missing or of the wrong kind` });
  let state = value as unknown as State;
  if ((schema as number) >= PACKED) {
    state.schema = SCHEMA;
    const damaged = (): Error => failure("state-corrupt", { path, cause: TASKS_DAMAGED });
    const lines = parts ? undefined : linesFrom(tasksOf(value.tasks, damaged));
    delete value.tasks;
    return unpackState(state, () => lines ?? linesOf(parts?.tasks ?? "") ?? linesFrom(tasksOf(parse(parts?.tasks ?? "", path), damaged)), damaged);
  }
  for (const step of STEPS.slice((schema as number) - 1)) state = step(state);
  state.schema = SCHEMA;
  return state;
}

const TASKS_DAMAGED = '"tasks" is missing or of the wrong kind';

function tasksOf(value: unknown, damaged: () => Error): Record<string, Record<string, unknown>> {
  if (!isObject(value) || !Object.values(value).every(isObject)) throw damaged();
  return value as Record<string, Record<string, unknown>>;
}

function parse(text: string, path: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw failure("state-corrupt", { path, cause: text.trim() === "" ? "it is empty" : "it is not whole JSON" });
  }
}

function missingPart(value: Record<string, unknown>): string | undefined {
  if (typeof value.engine !== "string") return "engine";
  if (!Number.isSafeInteger(value.drawn) || (value.drawn as number) < 0) return "drawn";
  if (typeof value.clock !== "string" || !/^\d+$/.test(value.clock)) return "clock";
  if (value.fork !== undefined && typeof value.fork !== "string") return "fork";
  const misnamed = isObject(value.hosts) && Object.keys(value.hosts).find((name) => !isHostName(name));
  if (typeof misnamed === "string") return `hosts.${JSON.stringify(misnamed)}`;
  return ["hosts", "swarms"].find((key) => !isObject(value[key]) || !Object.values(value[key]).every(isObject)) ?? misplaced(value.swarms);
}

/** Where an object of a swarm does not stand under its own ID: a swarm with such a one might never settle. */
function misplaced(swarms: unknown): string | undefined {
  for (const [id, cluster] of Object.entries(swarms as Record<string, Record<string, unknown>>))
    for (const kind of ["Nodes", "Networks", "Services"])
      for (const [key, object] of Object.entries(cluster[kind] ?? {}))
        if ((object as { ID?: unknown } | null)?.ID !== key) return `swarms.${id}.${kind}.${key}.ID`;
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
