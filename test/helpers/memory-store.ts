import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { applyChanges, type Branch, readLines, renderLines } from "../../src/store/line-tree.ts";
import { readState } from "../../src/store/migrate.ts";
import { foldChanges, foldState, stateText } from "../../src/store/packed-state.ts";
import type { State, StoredTask } from "../../src/store/schema.ts";
import { SeenState } from "../../src/store/seen-state.ts";
import type { Store } from "../../src/store/tx.ts";
import { parseExact, stringifyExact } from "../../src/values/exact-json.ts";

/**
 * A store in memory that holds the text of a state file, with the promises of the real one. It looks after those who use it: who changes
 * what `view` gives gets a TypeError; a task that was not written is as it was; lines of the text that are kept from before are those that
 * the whole state gives; and reading the text gives the state again, as does folding the state. Every other change is told as a server's
 * journal tells it, which must give the same text.
 */
export function memoryStore(initial: State): Store & { current(): State } {
  let text = stateText(structuredClone(initial));
  let turn = 0;
  const current = (): State => readState(text, "state.json");
  return {
    current,
    view: async (read) => read(frozen(current())),
    update: async (change) => {
      const state = current();
      const before = tasksOf(current());
      const journal = ++turn % 1 === 0 ? journalled(state) : undefined;
      const result = journal ? journal(text, () => change(state)) : change(state);
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

/**
 * Runs a change, and holds what is told of it against the text that it makes of a state's text. What a change that throws leaves behind is told,
 * too.
 */
function journalled(state: State): <T>(text: string, change: () => T) => T {
  const seen = new SeenState();
  foldChanges(state, seen);
  return (text, change) => {
    const lines = readLines(text) as Branch;
    let result: ReturnType<typeof change> | undefined;
    let thrown: { error: unknown } | undefined;
    try {
      result = change();
    } catch (error) {
      thrown = { error };
    }
    applyChanges(lines, foldChanges(state, seen));
    same(renderLines(lines), stateText(state));
    if (thrown) throw thrown.error;
    return result as ReturnType<typeof change>;
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
