import { closeSync, fdatasync, fsyncSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { failure } from "../api/errors.ts";
import { crc32 } from "../values/crc32.ts";
import { parseExact, stringifyExact } from "../values/exact-json.ts";
import { keepOwner, readIfThere, syncDirectory } from "./disk.ts";
import type { ChangeNote } from "./history.ts";
import { applyChanges, type LineChange, readLines, renderLines } from "./line-tree.ts";

/**
 * The journal of a server, `FILE.journal`: the changes that it has made to the state file and not written into it yet, one a line, with the
 * lines of the file that each changed. Its first line says which file they go with, each line bears the checksum of all before it and itself.
 * Whoever reads the state file reads the journal with it; whoever takes its lock writes the journal into it first.
 * @module
 */

/** Path of the journal of a state file. */
export const journalOf = (file: string): string => `${file}.journal`;

/** First line of a journal. */
interface Header {
  readonly format: "dryswarm-journal";
  readonly version: 1;
  /** Tells the state file that the changes go with, see {@link baseOf}. */
  readonly base: string;
  /** The server's entry in the history of the file; absent where it leaves none. */
  readonly note?: { readonly run: string; readonly argv: readonly string[] };
}

/** What a journal says. */
export interface JournalText {
  readonly base: string;
  readonly note: Header["note"];
  readonly changes: readonly LineChange[];
  /** The latest time that the changes handed out, nanoseconds since 1970; undefined where none did. */
  readonly clock: bigint | undefined;
}

/** Characters at the beginning and the end of a state file that tell it from others: the clock, which changes move on, is among them. */
const EDGE = 4096;

/** Tells a state file from others by its text: two that changes go with alike have the same size, beginning and end. */
export function baseOf(text: string): string {
  return `${text.length}-${crc32(text.slice(0, EDGE) + text.slice(-EDGE))}`;
}

/** Checksum of a line and all before it. */
const sum = (before: string, text: string): string => crc32(before + text);

/** Characters of a line before its changes: the checksum and a space. */
const BEFORE = 9;

/** How a journal is read. */
export interface JournalOptions {
  /** How many of its bytes count; all when left out. */
  readonly bytes?: number | undefined;
  /** What becomes of a damaged line and those behind it: an error when left out. */
  readonly damaged?: "left out";
}

/**
 * What the journal of a state file says; undefined where there is none, or none with a whole line. A last line that was not written to its
 * end is left out: nobody was told that its change was made. Throws state-journal where another line is damaged.
 */
export function readJournal(file: string, { bytes, damaged }: JournalOptions = {}): JournalText | undefined {
  const whole = readIfThere(journalOf(file));
  if (whole === undefined) return undefined;
  const lines = (bytes === undefined ? whole : Buffer.from(whole).toString("utf8", 0, bytes)).split("\n");
  // What comes after the last newline was not written to its end.
  lines.pop();
  const [first, ...rest] = lines;
  if (first === undefined) return undefined;
  const header = headerOf(first);
  if (!header && damaged) return undefined;
  if (!header) throw failure("state-journal", { path: file, cause: "its first line is damaged" });
  const changes: LineChange[] = [];
  let before = sum("", first);
  for (const [at, line] of rest.entries()) {
    const json = line.slice(BEFORE);
    before = sum(before, json);
    if (line.slice(0, BEFORE - 1) === before) for (const change of changesOf(json)) changes.push(change);
    else if (damaged) break;
    else throw failure("state-journal", { path: file, cause: `its line ${at + 2} is damaged` });
  }
  return { base: header.base, note: header.note, changes, clock: clockOf(changes) };
}

function headerOf(line: string): Header | undefined {
  try {
    const header = JSON.parse(line) as Header;
    return header.format === "dryswarm-journal" && header.version === 1 && typeof header.base === "string" ? header : undefined;
  } catch {
    return undefined;
  }
}

function changesOf(json: string): LineChange[] {
  return (parseExact(json) as [string[], unknown?][]).map(([at, ...value]) => (value.length > 0 ? { at, value: stringifyExact(value[0]) } : { at }));
}

function clockOf(changes: readonly LineChange[]): bigint | undefined {
  const last = changes.findLast(({ at }) => at.length === 1 && at[0] === "clock");
  return last?.value === undefined ? undefined : BigInt(JSON.parse(last.value) as string);
}

/**
 * The text of a state file with the changes of its journal. Those that the file has already, since the journal stayed behind when it was
 * written, are left out. Throws state-journal where the changes go with another file.
 */
export function withJournal(file: string, text: string | undefined, journal: JournalText): string | undefined {
  if (text !== undefined && journal.base === baseOf(text)) {
    const lines = readLines(text);
    if (lines) {
      applyChanges(lines, journal.changes);
      return renderLines(lines);
    }
  }
  const clock = /"clock": ?"(\d+)"/.exec(text?.slice(0, EDGE) ?? "")?.[1];
  if (journal.clock === undefined || (clock !== undefined && BigInt(clock) >= journal.clock)) return text;
  throw failure("state-journal", { path: file, cause: "the file was replaced by another one meanwhile" });
}

/** The entry in the history of the file that the changes of a journal are; its time is that of the last one. */
export function noteOf(file: string, { note }: JournalText): ChangeNote | undefined {
  if (!note) return undefined;
  const { mtimeNs } = statSync(journalOf(file), { bigint: true });
  return { run: note.run, argv: () => note.argv, now: () => mtimeNs };
}

/** A journal that is being written. */
export class Journal {
  #last: string;
  #size: number;
  #synced: number;

  private constructor(
    private readonly handle: number,
    header: string,
  ) {
    this.#last = sum("", header);
    this.#size = Buffer.byteLength(header) + 1;
    this.#synced = this.#size;
  }

  /** Begins the journal of a state file whose text is `text`. Throws Node's error. */
  static begin(file: string, text: string, note: ChangeNote | undefined): Journal {
    const entry = note && { run: note.run, argv: note.argv() };
    const header = JSON.stringify({ format: "dryswarm-journal", version: 1, base: baseOf(text), ...(entry && { note: entry }) } satisfies Header);
    rmSync(journalOf(file), { force: true });
    const there = statSync(file);
    const handle = openSync(journalOf(file), "ax", there.mode & 0o777);
    try {
      keepOwner(handle, there);
      writeSync(handle, `${header}\n`);
      fsyncSync(handle);
    } catch (error) {
      closeSync(handle);
      rmSync(journalOf(file), { force: true });
      throw error;
    }
    syncDirectory(dirname(file));
    return new Journal(handle, header);
  }

  /** Bytes that were written. */
  get size(): number {
    return this.#size;
  }

  /** Bytes that are safe on the disk. */
  get synced(): number {
    return this.#synced;
  }

  /** Writes the changes of one transaction. Throws Node's error; the journal is as before then. */
  append(changes: readonly LineChange[]): void {
    const parts = changes.map(({ at, value }) => `[${JSON.stringify(at)}${value === undefined ? "" : `,${value}`}]`);
    const json = `[${parts.join(",")}]`;
    const last = sum(this.#last, json);
    const line = Buffer.from(`${last} ${json}\n`);
    try {
      for (let written = 0; written < line.length; ) written += writeSync(this.handle, line, written);
    } catch (error) {
      ftruncateSync(this.handle, this.#size);
      throw error;
    }
    this.#last = last;
    this.#size += line.length;
  }

  /** Resolves when all that was written before is safe on the disk. Rejects with Node's error. */
  async sync(): Promise<void> {
    const size = this.#size;
    await new Promise<void>((resolve, reject) => fdatasync(this.handle, (error) => (error ? reject(error) : resolve())));
    this.#synced = size;
  }

  /** Ends the writing; the file stays. */
  close(): void {
    closeSync(this.handle);
  }
}
