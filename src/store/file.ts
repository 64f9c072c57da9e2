import { accessSync, closeSync, constants, fsyncSync, linkSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../support/make-folder.ts";
import { releaseMemory } from "../support/memory.ts";
import { keepOwner, named, readIfThere, syncDirectory, target } from "./disk.ts";
import { beginChange, type ChangeNote } from "./history.ts";
import { journalOf, noteOf, readJournal, withJournal } from "./journal.ts";
import { StateText } from "./layout.ts";
import { takeLock } from "./lock.ts";
import { readState } from "./migrate.ts";
import { checkTasks, foldState, stateText } from "./packed-state.ts";
import { SCHEMA, type State } from "./schema.ts";
import { hasOpenSecrets, sealSecrets } from "./sealing.ts";
import { emptyState, type Store } from "./tx.ts";

/** Where the state lives, and what a state that does not exist yet starts as. */
export interface StoreOptions {
  path: string;
  /** Engine profile of a fresh state. */
  engine: string;
  /** Milliseconds to wait for another process's lock; 30 s when left out. */
  patience?: number;
}

/** The store of a state file: whoever changes it may leave a note in its history. */
export interface FileStore extends Store {
  update<T>(change: (state: State) => T, note?: ChangeNote): Promise<T>;
}

/** A state file as it was read or written last. */
interface Known {
  /** Tells whether the file is still that one; undefined where there is none. */
  readonly stamp: string | undefined;
  /** Its text; undefined where there is none, or one that is laid out by others. */
  readonly text: StateText | undefined;
  /** The text of a file that others have laid out. */
  readonly foreign: string | undefined;
  readonly state: State;
}

/**
 * The store in a JSON file. Reads take no lock: a file is replaced whole or not at all; one that is as it was is not read
 * again. Rejects with the state-* errors. A missing file is an empty state, and stays missing until something changes.
 */
export function openStore({ path, engine, patience }: StoreOptions): FileStore {
  let known: Known | undefined;
  const stateOf = (text: string | undefined): State => (text === undefined ? emptyState(engine, SCHEMA) : readState(text, path));
  const load = (): Known => {
    const stamp = stampOf(path);
    if (known && stamp !== undefined && stamp === known.stamp) return known;
    const whole = readText(path);
    const text = whole?.startsWith(HEAD) ? StateText.read(whole) : undefined;
    return { stamp, text, foreign: text ? undefined : whole, state: stateOf(whole) };
  };
  return {
    view: async (read) => {
      known = load();
      return read(known.state);
    },
    update: async (change, note) => {
      const release = await lockFor(path, { patience });
      try {
        const { stamp, text: before, foreign, state } = load();
        // What a change that throws leaves behind is not looked at again.
        known = undefined;
        const result = change(state);
        checkTasks(state);
        if (hasOpenSecrets(state)) await sealSecrets(state);
        const text = foldState(state);
        await releaseMemory();
        if (before?.equals(text)) known = { stamp, text, foreign, state };
        else if (before || text.toString() !== stateText(stateOf(foreign))) {
          writeText(path, text, note);
          known = { stamp: stampOf(path), text, foreign: undefined, state };
        }
        return result;
      } finally {
        release();
      }
    },
  };
}

/** How a file that we wrote begins; one laid out by others is compared by what it means, not by its bytes. */
const HEAD = `{\n "format": "dryswarm",\n "schema": ${SCHEMA},\n`;
/** Bytes at the beginning of a file that hold what is there once: the engine, and the clock, which every change moves on. */
const HEAD_BYTES = 256;

/** What tells one state file from another in its place; undefined where there is none that can be read. */
function stampOf(path: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const journal = statSync(journalOf(target(path)), { bigint: true, throwIfNoEntry: false });
    return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs} ${journal?.ino} ${journal?.size} ${readHead(path)}`;
  } catch {
    return undefined;
  }
}

function readHead(path: string): string {
  const handle = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.toString("latin1", 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}

/** The engine profile that a state file was made with; undefined where none can be read. */
export function storedEngine(path: string): string | undefined {
  try {
    return /"engine": ?"([^"]+)"/.exec(readHead(path))?.[1];
  } catch {
    return undefined;
  }
}

/** Removes the state; a missing file is no error. Whatever the file holds, it goes. Rejects with state-write. */
export async function removeState(path: string, note?: ChangeNote): Promise<void> {
  if (readable(path) === false) return;
  const release = await lockFor(path, { journal: "left" });
  try {
    const file = target(path);
    const change = beginChange(file, note);
    for (const one of [file, `${file}.bak`, journalOf(file)]) rmSync(one, { force: true });
    change.done();
  } catch (error) {
    throw named("state-write", path, error);
  } finally {
    release();
  }
}

/**
 * The text of the state file with the changes that a server has made to it and not written into it yet; undefined when there is none.
 * `journalBytes` is how much of the server's journal counts. Throws state-read, and state-journal.
 */
export function readText(path: string, journalBytes?: number): string | undefined {
  try {
    // The journal first: one that is gone by then stands in the file that is read after it.
    const file = target(path);
    const journal = readJournal(file, { bytes: journalBytes });
    const text = readIfThere(file);
    return journal ? withJournal(file, text, journal) : text;
  } catch (error) {
    throw named("state-read", path, error);
  }
}

function readable(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** How the lock of a state file is taken. */
export interface LockOptions {
  /** Milliseconds to wait for another process's lock; 30 s when left out. */
  readonly patience?: number | undefined;
  /** A server takes it, for as long as it runs. */
  readonly server?: boolean;
  /** Whether the journal that a killed server left is left there, instead of being written into the file. */
  readonly journal?: "left";
}

/**
 * Takes the lock of a state file that may not be there yet, making its folder; and writes what a killed server left in its journal into the
 * file. Rejects with state-write, state-journal, and what the lock fails with.
 */
export async function lockFor(path: string, { journal, ...options }: LockOptions = {}): Promise<() => void> {
  try {
    const file = target(path);
    makeFolder(dirname(file), 0o700);
    const release = await takeLock(file, options);
    if (journal === "left") return release;
    try {
      foldJournal(file);
    } catch (error) {
      release();
      throw error;
    }
    return release;
  } catch (error) {
    throw named("state-write", path, error);
  }
}

/** Writes the changes of a journal into its file. Throws state-journal, state-read and state-write. */
function foldJournal(file: string): void {
  if (!readable(journalOf(file))) return;
  const journal = readJournal(file);
  const text = journal && readText(file);
  if (text === undefined || text === readIfThere(file)) rmSync(journalOf(file), { force: true });
  else writeText(file, text, journal && noteOf(file, journal));
}

/**
 * Replaces the file in one step: a crash at any moment leaves the old text or the new. With a note, what was there before goes to the
 * file's history. The caller holds the lock. Throws state-write.
 */
export function writeText(path: string, text: string | StateText, note?: ChangeNote): void {
  let temporary: string | undefined;
  try {
    const file = target(path);
    // The folder alone decides what may be replaced: who takes the right to write from the file means it, too.
    const there = statSync(file, { throwIfNoEntry: false });
    if (there) accessSync(file, constants.W_OK);
    // One fixed name: what a killed process left is cleared away by the next.
    temporary = `${file}.tmp`;
    rmSync(temporary, { force: true });
    const mode = (there?.mode ?? 0o600) & 0o777;
    const handle = openSync(temporary, "wx", mode);
    try {
      keepOwner(handle, there ?? statSync(dirname(file)));
      for (const piece of typeof text === "string" ? [text] : text.pieces()) writeFileSync(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    const change = beginChange(file, note);
    keepGeneration(file);
    renameSync(temporary, file);
    // What a journal said is in the file now.
    rmSync(journalOf(file), { force: true });
    syncDirectory(dirname(file));
    change.done();
  } catch (error) {
    if (temporary) removeQuietly(temporary);
    throw named("state-write", path, error);
  }
}

/** Clears a half-written file away; where that fails, too, the first failure is the one to tell. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The next write clears it away.
  }
}

/** Keeps what is about to be replaced beside the file, for `state repair`. One that cannot be kept is no reason to fail. */
function keepGeneration(file: string): void {
  const [kept, fresh] = [`${file}.bak`, `${file}.bak.tmp`];
  try {
    rmSync(fresh, { force: true });
    linkSync(file, fresh);
    renameSync(fresh, kept);
  } catch {
    // The first generation has none before it; some file systems have no links.
  }
}
