import { failure } from "../api/errors.ts";
import { SCHEMA, type State } from "./schema.ts";

/** Lifts a state of schema N (its index + 1) to N + 1. Empty while there has been one schema only. */
const STEPS: readonly ((state: State) => State)[] = [];

/**
 * Turns the text of a state file into a state of today's schema; `path` is for the messages.
 * Throws state-corrupt, state-foreign or state-newer.
 */
export function readState(text: string, path: string): State {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw failure("state-corrupt", { path, cause: text.trim() === "" ? "it is empty" : "it is not whole JSON" });
  }
  if (!isObject(value) || value.format !== "dryswarm") throw failure("state-foreign", { path });
  const { schema } = value;
  if (!Number.isSafeInteger(schema) || (schema as number) < 1) throw failure("state-corrupt", { path, cause: "it names no schema" });
  if ((schema as number) > SCHEMA) throw failure("state-newer", { path, schema: schema as number, ours: SCHEMA });
  const bad = missingPart(value);
  if (bad) throw failure("state-corrupt", { path, cause: `"${bad}" is missing or of the wrong kind` });
  let state = value as unknown as State;
  for (const step of STEPS.slice((schema as number) - 1)) state = step(state);
  state.schema = SCHEMA;
  return state;
}

function missingPart(value: Record<string, unknown>): string | undefined {
  if (typeof value.engine !== "string") return "engine";
  if (!Number.isSafeInteger(value.drawn) || (value.drawn as number) < 0) return "drawn";
  if (typeof value.clock !== "string" || !/^\d+$/.test(value.clock)) return "clock";
  return ["hosts", "swarms"].find((key) => !isObject(value[key]) || !Object.values(value[key]).every(isObject));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
