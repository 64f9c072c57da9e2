import { failure } from "../api/errors.ts";
import { lockFor, readText, type StoreOptions, writeText } from "./file.ts";
import type { ChangeNote } from "./history.ts";
import { StateText } from "./layout.ts";
import { readState } from "./migrate.ts";
import { foldState } from "./packed-state.ts";
import { SCHEMA, type State } from "./schema.ts";
import { hasOpenSecrets, sealSecrets } from "./sealing.ts";
import { emptyState, type Store } from "./tx.ts";

/** A store that keeps its state in memory and its file for itself, for as long as it is open. */
export interface ResidentStore extends Store {
  /** The state as it is now; not to be changed. */
  current(): State;
  /** Saves what is not saved yet and lets go of the file. */
  close(): Promise<void>;
}

/**
 * Opens the state file for one long-lived process: no other one may change it meanwhile. A change is answered when it is on
 * disk; changes that come while the file is being written share the next write. Rejects with state-served, naming who
 * has the file, and with the other state-* errors. All that it changes is one change of the file's history, that of `note`.
 */
export async function openResident({ path, engine, note }: Omit<StoreOptions, "patience"> & { note?: ChangeNote | undefined }): Promise<ResidentStore> {
  const release = await lockFor(path, { server: true });
  const load = (text: string | undefined): State => (text === undefined ? emptyState(engine, SCHEMA) : readState(text, path));
  let text: string | undefined;
  let state: State;
  try {
    text = readText(path);
    state = load(text);
  } catch (error) {
    release();
    throw error;
  }
  if (hasOpenSecrets(state)) await sealSecrets(state);
  // What a change that throws is undone with: the text of the state before it.
  let good = foldState(state);
  let saved: StateText | string | undefined = text === undefined ? undefined : (StateText.read(text) ?? text);
  let saving: Promise<void> | undefined;
  let closed = false;

  const save = async (): Promise<void> => {
    // The next turn of the event loop: what is asked for in this one shares the write.
    await new Promise((resolve) => setImmediate(resolve));
    saving = undefined;
    if (saved instanceof StateText && good.equals(saved)) return;
    const latest = good;
    try {
      writeText(path, latest, note);
    } catch (error) {
      // Everyone who shares this write is told that nothing was changed: so it is.
      state = load(saved?.toString());
      good = foldState(state);
      // Who watches it is not to think that nothing happened since.
      for (const host of Object.values(state.hosts)) void host.Containers;
      throw error;
    }
    saved = latest;
  };

  return {
    current: () => state,
    view: async (read) => read(state),
    update: async (change) => {
      if (closed) throw failure("state-closed", { path });
      let result: ReturnType<typeof change>;
      try {
        result = change(state);
        good = foldState(state);
      } catch (error) {
        state = readState(good.toString(), path);
        throw error;
      }
      saving ??= save();
      await saving;
      return result;
    },
    close: async () => {
      closed = true;
      await saving;
      release();
    },
  };
}
