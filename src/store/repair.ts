import { existsSync, renameSync } from "node:fs";
import { DryswarmError, failure } from "../api/errors.ts";
import { damagedPart } from "./damage.ts";
import { named, readIfThere, target } from "./disk.ts";
import { lockFor, readText, writeText } from "./file.ts";
import { journalOf, readJournal, withJournal } from "./journal.ts";
import { readState } from "./migrate.ts";

/** What `state repair` did: nothing, where the state is whole. Paths of the file that is in its place again, and of the damaged one. */
export type Repair = { readonly done: false } | { readonly done: true; readonly from: string; readonly damaged: string };

/**
 * Brings the last good generation of a damaged state back; or, where only the journal that a server left is damaged, puts that aside and
 * keeps what it says before the damage. Rejects with state-no-generation where there is none.
 */
export async function repairState(path: string): Promise<Repair> {
  const release = await lockFor(path, { journal: "left" });
  try {
    const file = target(path);
    if (isWhole(path)) return { done: false };
    const journal = journalOf(file);
    const wasJournal = existsSync(journal);
    const text = wasJournal ? withWholeLines(file) : undefined;
    const aside = `${journal}.damaged`;
    if (wasJournal) renameSync(journal, aside);
    if (text !== undefined && isWhole(path)) {
      writeText(path, text);
      return { done: true, from: path, damaged: aside };
    }
    const [kept, damaged] = [`${file}.bak`, `${file}.damaged`];
    if (!existsSync(kept) || !isWhole(kept)) throw failure("state-no-generation", { path, kept });
    const before = readText(kept) as string;
    renameSync(file, damaged);
    writeText(path, before);
    return { done: true, from: kept, damaged };
  } catch (error) {
    throw named("state-write", path, error);
  } finally {
    release();
  }
}

/** The text of a state file with the changes of its journal that stand before the first damaged line; those of another file are left out. */
function withWholeLines(file: string): string | undefined {
  const text = readIfThere(file);
  const journal = readJournal(file, { damaged: "left out" });
  try {
    return journal ? withJournal(file, text, journal) : text;
  } catch {
    return text;
  }
}

/** What is wrong with a state file or its journal, looked at as closely as can be; undefined where nothing is, or where there is none. Throws state-read. */
export function stateProblem(path: string): DryswarmError | undefined {
  let part: string | undefined;
  try {
    const text = readText(path);
    if (text === undefined) return undefined;
    part = damagedPart(readState(text, path));
  } catch (error) {
    if (error instanceof DryswarmError && error.code === "state-read") throw error;
    if (error instanceof DryswarmError) return error;
    part = "tasks";
  }
  return part === undefined ? undefined : failure("state-corrupt", { path, cause: `"${part}" is missing or of the wrong kind` });
}

/** Whether a state file is whole; one that is not there is. Throws state-read, and state-newer: what is damaged cannot be told then. */
function isWhole(path: string): boolean {
  const problem = stateProblem(path);
  if (problem?.code === "state-newer") throw problem;
  return problem === undefined;
}
