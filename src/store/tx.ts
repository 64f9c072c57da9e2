import type { State } from "./schema.ts";

/**
 * Where the state lives. Callbacks are synchronous and see one consistent state; `update` is one transaction: a throw in
 * the callback leaves what is stored byte for byte as it was, a return is on disk when the promise resolves.
 */
export interface Store {
  /** Reads. The callback must not change the state: others may be given the same one. */
  view<T>(read: (state: State) => T): Promise<T>;
  update<T>(change: (state: State) => T): Promise<T>;
}

/** A fresh state: no hosts, no swarms. */
export function emptyState(engine: string, schema: number): State {
  return { format: "dryswarm", schema, engine, drawn: 0, clock: "0", hosts: {}, swarms: {} };
}
