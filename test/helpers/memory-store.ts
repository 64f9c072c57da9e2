import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { readState } from "../../src/store/migrate.ts";
import { foldState, stateText } from "../../src/store/packed-state.ts";
import type { State, StoredTask } from "../../src/store/schema.ts";
import type { Store } from "../../src/store/tx.ts";
import { parseExact, stringifyExact } from "../../src/values/exact-json.ts";

/**
 * A store in memory that holds the text of a state file, with the promises of the real one. It looks after those who use it: who changes
 * what `view` gives gets a TypeError; a task that was not written is as it was; lines of the text that are kept from before are those that
 * the whole state gives; and reading the text gives the state again, as does folding the state.
 */
export function memoryStore(initial: State): Store & { current(): State } {
  let text = stateText(structuredClone(initial));
  const current = (): State => readState(text, "state.json");
  return {
    current,
    view: async (read) => read(frozen(current())),
    update: async (change) => {
      const state = current();
      const before = tasksOf(current());
      const result = change(state);
      text = stateText(state);
      for (const [id, task] of tasksOf(state)) {
        const old = before.get(id);
        if (old && old.Version.Index === task.Version.Index) same(task, old);
      }
      same(text, stateText(structuredClone(state)));
      // Undefined members are none in JSON.
      same(plain(current()), plain(state));
      same(stateText(current()), text);
      same(foldState(state).toString(), text);
      same(stateText(state), text);
      same(plain(state), plain(current()));
      return result;
    },
  };
}

/** Fails where two values differ; the matcher, which is slow, only says how. */
function same(is: unknown, requested: unknown): void {
  if (!isDeepStrictEqual(is, requested)) expect(is).toEqual(requested);
}

const plain = (state: State): unknown => parseExact(stringifyExact(state));
const tasksOf = (state: State): Map<string, StoredTask> => new Map(Object.values(state.swarms).flatMap(({ Tasks }) => Object.entries(Tasks)));

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}
