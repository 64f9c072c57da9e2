import { copyFileSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../api/errors.ts";
import { makeFolder } from "../support/make-folder.ts";

/**
 * The last changes of a state file, in a folder beside it, `FILE.history`: `log.json`, and for each change the file that was there before
 * it, `ID.json`. The state file is never written in place, so that keeping one is a hard link and costs no copy.
 * @module
 */

/** Changes that are kept at most. */
const MOST = 20;
/** Bytes that the files of the changes may take together; the last change is kept whatever it takes. */
const MOST_BYTES = 256_000_000;

/** Who changes a state file: one command, which may write the file several times. */
export interface ChangeNote {
  /** Tells the command from all others, of whatever process. */
  readonly run: string;
  /** Its words without secrets, the program's name first. */
  argv(): readonly string[];
  /** When it ran: nanoseconds since 1970. */
  now(): bigint;
}

/** A change as the log has it. */
export interface HistoryEntry {
  readonly id: number;
  readonly run: string;
  readonly argv: readonly string[];
  /** When it ended: nanoseconds since 1970, as text. */
  readonly time: string;
  /** Bytes of the file before it; absent where there was none. */
  readonly size?: number;
  /** What tells the file that it left from all others; "" where it left none. */
  readonly after: string;
}

/** What is known of a file before it is replaced, for {@link Change.done}. */
export interface Change {
  /** Notes the file that is there now as what the change has made of it. */
  done(): void;
}

const folderOf = (file: string): string => `${file}.history`;
const logOf = (file: string): string => join(folderOf(file), "log.json");

/** Path of the file that was there before a change. */
export const generationOf = (file: string, { id }: HistoryEntry): string => join(folderOf(file), `${id}.json`);

/** What tells a file from all others in its place; "" where there is none. A hard link changes none of it. */
export function markOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : "";
}

function isEntry(value: unknown): value is HistoryEntry {
  const { id, run, argv, time, after } = (value ?? {}) as Record<string, unknown>;
  return (
    Number.isSafeInteger(id) &&
    Array.isArray(argv) &&
    argv.every((word) => typeof word === "string") &&
    [run, time, after].every((one) => typeof one === "string")
  );
}

/** The changes that are known of a state file, oldest first; none where the log is not there or of another schema. */
export function readHistory(file: string): HistoryEntry[] {
  try {
    const { version, entries } = JSON.parse(readFileSync(logOf(file), "utf8")) as { version?: unknown; entries?: unknown };
    return version === 1 && Array.isArray(entries) && entries.every(isEntry) ? entries : [];
  } catch {
    return [];
  }
}

function writeHistory(file: string, entries: readonly HistoryEntry[]): void {
  const temporary = `${logOf(file)}.tmp`;
  writeFileSync(temporary, `${JSON.stringify({ version: 1, entries }, null, 1)}\n`, { mode: 0o600 });
  renameSync(temporary, logOf(file));
}

/** Puts a file in a second place, as a link or, where file systems have none, as a copy. */
export function duplicate(from: string, to: string): void {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** The newest entries that may be kept, and those that are to go. */
function bounded(entries: readonly HistoryEntry[]): [kept: HistoryEntry[], dropped: HistoryEntry[]] {
  let bytes = 0;
  const newest = entries.toReversed();
  const end = newest.findIndex(({ size = 0 }, at) => {
    bytes += size;
    return at > 0 && (at >= MOST || bytes > MOST_BYTES);
  });
  return end < 0 ? [[...entries], []] : [newest.slice(0, end).reverse(), newest.slice(end)];
}

/**
 * Keeps what a change is about to replace. The caller holds the lock of the file. A history that cannot be written is no reason to fail:
 * `undo` will see that something is missing.
 */
export function beginChange(file: string, note: ChangeNote | undefined): Change {
  if (!note) return { done: () => undefined };
  const entries = readHistory(file);
  const last = entries.at(-1);
  // A command that writes several times is one change.
  const goesOn = last?.run === note.run && last.after === markOf(file);
  const id = goesOn ? last.id : (last?.id ?? 0) + 1;
  const size = goesOn ? last.size : statSync(file, { throwIfNoEntry: false })?.size;
  try {
    if (!goesOn) makeFolder(folderOf(file), 0o700);
    if (!goesOn && size !== undefined) duplicate(file, join(folderOf(file), `${id}.json`));
  } catch {
    return { done: () => undefined };
  }
  return {
    done: () => {
      const entry: HistoryEntry = { id, run: note.run, argv: note.argv(), time: String(note.now()), ...(size !== undefined && { size }), after: markOf(file) };
      const [kept, dropped] = bounded([...(goesOn ? entries.slice(0, -1) : entries), entry]);
      try {
        writeHistory(file, kept);
        for (const one of dropped) rmSync(generationOf(file, one), { force: true });
      } catch {
        // As above.
      }
    },
  };
}

/**
 * Brings the file of before the last `count` changes back, byte for byte, and forgets those; returns them, oldest first. The caller holds
 * the lock. Throws history-short where fewer are known, history-broken where the file is not as the last change left it.
 */
export function takeBack(file: string, count: number): HistoryEntry[] {
  const entries = readHistory(file);
  if (count > entries.length) throw failure("history-short", { path: file, known: entries.length });
  if (entries.at(-1)?.after !== markOf(file)) throw failure("history-broken", { path: file });
  const undone = entries.slice(entries.length - count);
  const [first] = undone as [HistoryEntry];
  if (first.size === undefined) rmSync(file, { force: true });
  else {
    const temporary = `${file}.tmp`;
    try {
      duplicate(generationOf(file, first), temporary);
      // What is taken back can be looked at until the next change.
      if (entries.at(-1)?.after !== "") duplicate(file, `${file}.bak`);
    } catch {
      throw failure("history-broken", { path: file });
    }
    renameSync(temporary, file);
  }
  const kept = entries.slice(0, entries.length - count);
  writeHistory(
    file,
    kept.map((entry, at) => (at === kept.length - 1 ? { ...entry, after: markOf(file) } : entry)),
  );
  for (const one of undone) rmSync(generationOf(file, one), { force: true });
  return undone;
}
