import { existsSync, statSync, truncateSync } from "node:fs";
import { failure } from "../api/errors.ts";
import { named, readIfThere, target } from "./disk.ts";
import { lockFor, readText, type StoreOptions, writeText } from "./file.ts";
import type { ChangeNote } from "./history.ts";
import { Journal, journalOf } from "./journal.ts";
import { StateText } from "./layout.ts";
import type { LineChange } from "./line-tree.ts";
import { readState } from "./migrate.ts";
import { foldChanges, foldState } from "./packed-state.ts";
import { SCHEMA, type State } from "./schema.ts";
import { hasOpenSecrets, sealSecrets } from "./sealing.ts";
import { SeenState } from "./seen-state.ts";
import { emptyState, type Store } from "./tx.ts";

/** A store that keeps its state in memory and its file for itself, for as long as it is open. */
export interface ResidentStore extends Store {
  /** The state as it is now; not to be changed. */
  current(): State;
  /** Writes what the journal holds into the file, and lets go of it. Rejects with state-write; nothing is lost then, the journal stays. */
  close(): Promise<void>;
}

/** Bytes of a journal from which on it is written into its file; of a large file half of its size. */
const JOURNAL_BYTES = 8_000_000;

/** Who waits for a change to be safe on the disk. */
interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Opens the state file for one long-lived process: no other one may change it meanwhile. A change is answered when it is safe on the disk, in
 * the file's journal: its cost follows the change, not the size of the state. Changes that come while others are being synced share the next
 * sync. Rejects with state-served, naming who has the file, and with the other state-* errors. All that it changes is one change of the file's
 * history, that of `note`.
 */
export async function openResident({ path, engine, note }: Omit<StoreOptions, "patience"> & { note?: ChangeNote | undefined }): Promise<ResidentStore> {
  const release = await lockFor(path, { server: true });
  const file = target(path);
  let state = emptyState(engine, SCHEMA);
  let seen = new SeenState();
  let journal: Journal | undefined;
  /** The state after changes that are written nowhere yet, since the file is about to be written as a whole. */
  let unwritten: StateText | undefined;
  /** Whether the file is to be written as a whole: it is not there, laid out by others, or its journal has grown. */
  let isWhole = true;
  let journalLimit = JOURNAL_BYTES;
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let closed = false;

  const load = (journalBytes?: number): void => {
    const text = readText(file, journalBytes);
    state = text === undefined ? emptyState(engine, SCHEMA) : readState(text, path);
    seen = new SeenState();
    foldChanges(state, seen);
  };
  try {
    load();
    if (hasOpenSecrets(state)) await sealSecrets(state);
    isWhole = !StateText.read(readIfThere(file) ?? "")?.equals(foldState(state));
  } catch (error) {
    release();
    throw error;
  }

  const endJournal = (): void => {
    journal?.close();
    journal = undefined;
  };

  /** Takes a change back that was made to the state in memory alone. */
  const takeBack = (): void => {
    if (!unwritten) {
      load();
      return;
    }
    state = readState(unwritten.toString(), path);
    seen = new SeenState();
    foldChanges(state, seen);
  };

  /** Forgets what is not safe on the disk: everyone who waits for it is told that nothing was changed. */
  const revert = (): void => {
    const bytes = journal?.synced;
    endJournal();
    [isWhole, unwritten] = [true, undefined];
    if (bytes !== undefined) cutOff(journalOf(file), bytes);
    load(bytes);
    seeAnew(state);
  };

  const writeWhole = (): void => {
    endJournal();
    writeText(path, unwritten ?? foldState(state), note);
    journalLimit = Math.max(JOURNAL_BYTES, statSync(file).size / 2);
    [isWhole, unwritten] = [false, undefined];
  };

  const append = (changes: readonly LineChange[]): void => {
    journal ??= Journal.begin(file, readIfThere(file) ?? "", note);
    journal.append(changes);
    if (journal.size > journalLimit) isWhole = true;
  };

  const flush = async (): Promise<void> => {
    // The next turn of the event loop: what is asked for in this one shares the write.
    if (isWhole) await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (isWhole) writeWhole();
        else await journal?.sync();
        for (const one of batch) one.resolve();
      } catch (error) {
        const told = [...batch, ...waiting];
        waiting = [];
        revert();
        for (const one of told) one.reject(named("state-write", path, error));
      }
    }
    flushing = undefined;
  };

  return {
    current: () => state,
    view: async (read) => read(state),
    update: async (change) => {
      if (closed) throw failure("state-closed", { path });
      let result: ReturnType<typeof change>;
      try {
        result = change(state);
      } catch (error) {
        if (foldChanges(state, seen).length > 0) takeBack();
        throw error;
      }
      const changes = foldChanges(state, seen);
      try {
        if (isWhole) unwritten = foldState(state);
        else if (changes.length > 0) append(changes);
      } catch (error) {
        takeBack();
        seeAnew(state);
        throw named("state-write", path, error);
      }
      if (changes.length === 0 && waiting.length === 0 && !flushing) return result;
      const safe = new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
      flushing ??= flush();
      await safe;
      return result;
    },
    close: async () => {
      closed = true;
      await flushing;
      try {
        if (existsSync(journalOf(file))) writeWhole();
      } finally {
        release();
      }
    },
  };
}

/** Makes the containers of all hosts, so that who watches the state does not think that nothing happened since. */
function seeAnew({ hosts }: State): void {
  for (const host of Object.values(hosts)) void host.Containers;
}

/** Cuts a file off behind its first bytes. Where the disk refuses that, too, what is behind them is not read. */
function cutOff(file: string, bytes: number): void {
  try {
    truncateSync(file, bytes);
  } catch {
    // The next write of the whole file removes it.
  }
}
