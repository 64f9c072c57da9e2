import { appendFileSync } from "node:fs";
import type { Streams } from "./cli/command.ts";

/** Notes a command of a script that is planned: what it was, where it stands, and what it said. Commands that are not simulated are passed over. */
export function journal(file: string, env: Readonly<Record<string, string | undefined>>) {
  let stderr = "";
  let skipped = false;
  return {
    streams: (streams: Streams): Streams => ({
      ...streams,
      err: (text) => {
        stderr += text;
        streams.err(text);
      },
    }),
    skip: (): void => {
      skipped = true;
    },
    end: (argv: readonly string[], status: number): void => {
      const line = Number(env.DRYSWARM_LINE);
      const place = { ...(line > 0 && { line }), ...(env.DRYSWARM_FILE && { file: env.DRYSWARM_FILE }) };
      appendFileSync(file, `${JSON.stringify({ argv, status, stderr, ...place, ...(skipped && { skipped }) })}\n`);
    },
  };
}
