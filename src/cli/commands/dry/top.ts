import { DryswarmError, failure } from "../../../api/index.ts";
import { explain } from "../../../plan/explain.ts";
import { picture } from "../../../plan/picture.ts";
import type { Snapshot } from "../../../plan/snapshot.ts";
import { frame, wholeText } from "../../../report/top/frame.ts";
import { press, START, type TopChoice } from "../../../report/top/keys.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { paintOf, swarmOf } from "../../dry/common.ts";
import { flag } from "../../options/flag.ts";
import { bool, duration } from "../../options/values.ts";

/** Nanoseconds between two looks at the swarm, unless said otherwise, and at least. */
const INTERVAL = 1_000_000_000;
const LEAST_INTERVAL = 100_000_000;
/** Columns of a text that no terminal shows. */
const WIDTH = 120;

/** The swarm as it is now; undefined hosts are those of an engine that has none. */
async function look({ hosts }: CommandContext): Promise<Snapshot> {
  if (!hosts) throw failure("state-remote");
  return swarmOf(hosts);
}

/** What `explain` says of an object, line by line. */
function explained(snapshot: Snapshot, ref: string): string[] {
  const said = explain(snapshot, ref);
  if (!said) return ["It is gone."];
  return [...said.sentences, ...(said.commands.length > 0 ? ["", "What would mend it:", ...said.commands.map((one) => `  ${one}`)] : [])];
}

/** Shows the swarm on the terminal until the user ends it, each `milliseconds` anew. */
async function follow(context: CommandContext, milliseconds: number): Promise<void> {
  const paint = await paintOf(context);
  let swarm = await look(context);
  const screen = await context.openScreen();
  let shown = picture(swarm);
  let choice: TopChoice | undefined = START;
  let note = "";
  try {
    while (choice) {
      screen.draw(frame(shown, choice, { columns: screen.columns, rows: screen.rows, paint, note, explain: (ref) => explained(swarm, ref) }));
      const event = await screen.next(milliseconds);
      if (event === "end") return;
      if (event !== "tick") choice = event === "resize" ? choice : press(choice, event, shown, screen.rows);
      else
        try {
          swarm = await look(context);
          shown = picture(swarm);
          note = "";
        } catch (error) {
          // A server may come back, a file may be mended: what was seen last stays, and is said to be old.
          if (!(error instanceof DryswarmError)) throw error;
          note = error.message;
        }
    }
  } finally {
    screen.close();
  }
}

/** `dryswarm top` */
export const command = defineCommand({
  use: "top [OPTIONS]",
  short: "Follow services, networks, waiting tasks and nodes on the terminal (dryswarm's own)",
  examples: [
    { what: "The state, as commands elsewhere change it; ? shows the keys", line: "dryswarm top" },
    { what: "A server's swarm", line: "DRYSWARM_SERVER=tcp://127.0.0.1:2375 dryswarm top" },
    { what: "All of it once, without a terminal", line: "dryswarm top --once" },
  ],
  args: { exact: 0 },
  flags: [flag("interval", duration(INTERVAL), "Time between two looks at the swarm"), flag("once", bool(), "Print all views once")],
  readOnly: true,
  async run(context, _args, flags) {
    const interval = flags.get("interval");
    if (interval < LEAST_INTERVAL) throw failure("top-interval");
    if (!flags.get("once")) return follow(context, interval / 1e6);
    context.streams.out(wholeText(picture(await look(context)), { columns: context.streams.columns || WIDTH, paint: await paintOf(context) }));
  },
});
