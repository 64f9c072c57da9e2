import { named, target } from "./disk.ts";
import { lockFor, readText } from "./file.ts";
import { generationOf, type HistoryEntry, readHistory, takeBack } from "./history.ts";
import { type ObjectChange, objectChanges } from "./object-changes.ts";

/** A change of the state as people see it. */
export interface HistoryRow {
  /** How many changes `undo` takes back to be before this one: 1 is the last. */
  readonly number: number;
  readonly argv: readonly string[];
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  /** The objects that it changed; undefined where a file of it is gone. */
  readonly changes: readonly ObjectChange[] | undefined;
}

function changesOf(before: string | undefined, after: string | undefined): readonly ObjectChange[] | undefined {
  try {
    return objectChanges(before, after);
  } catch {
    return undefined;
  }
}

/** The last changes of a state file, the last one first. Throws state-read. */
export function history(path: string): HistoryRow[] {
  const file = target(path);
  const entries = readHistory(file);
  const before = (entry: HistoryEntry): string | undefined => (entry.size === undefined ? undefined : readText(generationOf(file, entry)));
  const rows: HistoryRow[] = [];
  let after = readText(path);
  for (const entry of entries.toReversed()) {
    const text = before(entry);
    const lost = entry.size !== undefined && text === undefined;
    rows.push({ number: rows.length + 1, argv: entry.argv, time: BigInt(entry.time), changes: lost ? undefined : changesOf(text, after) });
    after = text;
  }
  return rows;
}

/** Takes the last `count` changes back, and returns their commands, the last one first. Rejects with the history-* and state-* errors. */
export async function undo(path: string, count: number): Promise<(readonly string[])[]> {
  const release = await lockFor(path);
  try {
    return takeBack(target(path), count)
      .map(({ argv }) => argv)
      .reverse();
  } catch (error) {
    throw named("state-write", path, error);
  } finally {
    release();
  }
}
