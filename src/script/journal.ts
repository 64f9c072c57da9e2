import { appendFileSync, readFileSync } from "node:fs";
import type { Streams } from "../cli/command.ts";
import type { CommandRecord } from "../plan/command-record.ts";
import { redactor } from "../plan/redact.ts";

/** Adds a record, its secrets hidden, to a journal: a file of one JSON object a line, for its owner alone. */
export function appendRecord(file: string, record: CommandRecord): void {
  appendFileSync(file, `${JSON.stringify(redactor().record(record))}\n`, { mode: 0o600 });
}

/** The records of a journal in the order in which they ended; none where there is no file. */
export function readJournal(file: string): CommandRecord[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as CommandRecord);
  } catch {
    return [];
  }
}

/** Notes one docker command of a script: its words, its place in the script, what it says on stderr, and its exit status. */
export function commandJournal(file: string, env: Readonly<Record<string, string | undefined>>) {
  let stderr = "";
  let skipped = false;
  return {
    /** The streams with a stderr that is kept, too. */
    streams: (streams: Streams): Streams => ({
      ...streams,
      err: (text) => {
        stderr += text;
        streams.err(text);
      },
    }),
    /** Marks the command as one that is not simulated. */
    skip: (): void => {
      skipped = true;
    },
    end: (argv: readonly string[], status: number): void => {
      const line = Number(env.DRYSWARM_LINE);
      const place = { ...(line > 0 && { line }), ...(env.DRYSWARM_FILE && { file: env.DRYSWARM_FILE }) };
      appendRecord(file, { argv, status, stderr, ...place, ...(skipped && { skipped }) });
    },
  };
}
