import type { State } from "./schema.ts";
import type { Store } from "./tx.ts";

/** A store in memory with the same promises as the file: a throw in `update` rolls back, `view` changes nothing. */
export function memoryStore(initial: State): Store & { current(): State } {
  let stored = structuredClone(initial);
  return {
    current: () => structuredClone(stored),
    view: async (read) => read(structuredClone(stored)),
    update: async (change) => {
      const draft = structuredClone(stored);
      const result = change(draft);
      stored = draft;
      return result;
    },
  };
}
