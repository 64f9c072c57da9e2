import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { table } from "../../../report/paint.ts";
import { defineCommand } from "../../command.ts";
import { jsonText, outputFlag, outputOf } from "../../dry/common.ts";
import type { StateChange } from "../../state-changes.ts";

/** Objects that are named in a line; of more, the count is. */
const NAMED = 3;
const SIGNS = { add: "+", change: "~", remove: "-" } as const;
const HEAD = ["UNDO", "TIME", "COMMAND", "CHANGED"];
const OUTPUTS = ["text", "json"] as const;

/** What a change changed, in one line. */
function summary(changes: StateChange["changes"]): string {
  if (!changes) return "(not known any more)";
  const named = changes.slice(0, NAMED).map(({ action, kind, name }) => `${SIGNS[action]} ${kind} ${name}`);
  return [...named, ...(changes.length > NAMED ? [`and ${changes.length - NAMED} more`] : [])].join(", ");
}

const isoTime = (time: bigint): string => new Date(Number(time / 1_000_000n)).toISOString().replace(/\.\d+/, "");
/** A word as a shell reads it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** `dryswarm history` */
export const command = defineCommand({
  use: "history [OPTIONS]",
  short: "List the last changes of the state, as undo counts them (dryswarm's own)",
  examples: [
    { what: "The last changes, the last one first", line: "dryswarm history" },
    { what: "Be where one was three changes ago", line: "dryswarm history && dryswarm undo 3" },
  ],
  args: { exact: 0 },
  flags: [outputFlag(OUTPUTS)],
  readOnly: true,
  async run({ history, streams }, _args, flags) {
    const output = outputOf(flags, OUTPUTS);
    const all = await history.list();
    if (output === "json") {
      const changes = all.map(({ number, argv, time, changes: objects = null }) => ({ number, command: argv, time: isoTime(time), changes: objects }));
      streams.out(jsonText({ version: OUTPUT_VERSION, kind: "history", changes }));
      return;
    }
    const rows = all.map(({ number, argv, time, changes }) => [String(number), isoTime(time), argv.map(quoted).join(" "), summary(changes)]);
    streams.out(table(HEAD, rows));
  },
});
