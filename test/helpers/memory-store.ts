import { expect } from "vitest";
import { readState } from "../../src/store/migrate.ts";
import { stateText } from "../../src/store/packed-state.ts";
import type { State, StoredTask } from "../../src/store/schema.ts";
import type { Store } from "../../src/store/tx.ts";

/**
 * A store in memory that holds the text of a state file, with the promises of the real one, and looks after those who use it: who
 * changes what `view` gives gets a TypeError, a task that was not written is as it was, and a change whose text is put together from lines that were read must give the
 * text that the whole state gives.
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
        if (old && old.Version.Index === task.Version.Index) expect(task).toEqual(old);
      }
      if (text !== stateText(structuredClone(state))) throw new Error(`lines of the state were kept that are true no more:\n${text}`);
      return result;
    },
  };
}

const tasksOf = (state: State): Map<string, StoredTask> => new Map(Object.values(state.swarms).flatMap(({ Tasks }) => Object.entries(Tasks)));

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}
