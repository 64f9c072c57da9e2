import { isAscii } from "node:buffer";
import {
  accessSync,
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { DryswarmError, type ErrorCode, failure } from "../api/errors.ts";
import { makeFolder } from "../support/make-folder.ts";
import { releaseMemory } from "../support/memory.ts";
import { beginChange, type ChangeNote } from "./history.ts";
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
        releaseMemory();
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
    return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs} ${readHead(path)}`;
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
  const release = await lockFor(path);
  try {
    const file = target(path);
    const change = beginChange(file, note);
    for (const one of [file, `${file}.bak`]) rmSync(one, { force: true });
    change.done();
  } catch (error) {
    throw named("state-write", path, error);
  } finally {
    release();
  }
}

/** The text of the state file, undefined when there is none. Throws state-read. */
export function readText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    // Most states are plain ASCII, which takes half the time to become a string.
    return isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw named("state-read", path, error);
  }
}

function readable(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Takes the lock of a state file that may not be there yet, making its folder. Rejects with state-write and what the lock fails with. */
export async function lockFor(path: string, options: { patience?: number | undefined; server?: boolean } = {}): Promise<() => void> {
  try {
    const file = target(path);
    makeFolder(dirname(file), 0o700);
    return await takeLock(file, options);
  } catch (error) {
    throw named("state-write", path, error);
  }
}

/** The file behind a symlink, which need not exist yet. */
export function target(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  try {
    return target(resolve(dirname(path), readlinkSync(path)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EINVAL") return resolve(path);
    throw error;
  }
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
    syncDirectory(dirname(file));
    change.done();
  } catch (error) {
    if (temporary) removeQuietly(temporary);
    throw named("state-write", path, error);
  }
}

/** A state file that root writes, by `sudo`, stays that of its user: of the file before, or of the folder it is made in. */
function keepOwner(handle: number, { uid, gid }: { uid: number; gid: number }): void {
  if (process.getuid?.() === 0 && uid !== 0) fchownSync(handle, uid, gid);
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

/** Makes the rename last; file systems that cannot sync a directory do without. */
function syncDirectory(path: string): void {
  try {
    const handle = openSync(path, "r");
    try {
      if (fstatSync(handle).isDirectory()) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The new text is in place already.
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EIO: "an input/output error of the disk",
  ENOENT: "its folder is gone",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is exceeded",
  ENOTDIR: "a part of the path is not a directory",
  EEXIST: "a part of the path is not a directory",
  EISDIR: "it is a directory",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
};

/** The error of the table for what the file system fails with. */
export function named(code: ErrorCode, path: string, error: unknown): DryswarmError {
  if (error instanceof DryswarmError) return error;
  const { code: errno = "", message } = error as NodeJS.ErrnoException;
  return failure(code, { path, cause: CAUSES[errno] ?? message });
}
