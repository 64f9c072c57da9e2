import { failure, type SwarmReading } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { LIVE, LIVE_TIMEOUT, readSources } from "../../dry/common.ts";
import { flag } from "../../options/flag.ts";
import { bool, duration } from "../../options/values.ts";

/** How much was read of a swarm, in words. */
function countsOf({ nodes, networks, services, tasks }: SwarmReading): string {
  const count = (number: number, one: string): string => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
  const shared = networks.filter(({ Scope }) => Scope === "swarm");
  return [count(nodes.length, "node"), count(shared.length, "network"), count(services.length, "service"), count(tasks.length, "task")].join(", ");
}

/** `dryswarm import` */
export const command = defineCommand({
  use: "import [OPTIONS] [FILE...]",
  short: "Fill the state with a real swarm: a live one, or what was dumped of it (dryswarm's own)",
  examples: [
    { what: "A live swarm, read and never changed", line: "dryswarm import --live ssh://me@manager" },
    { what: "What a docker context names", line: "dryswarm import --live context:production" },
    { what: "What the script of dryswarm collect printed", line: "dryswarm import collected.txt" },
  ],
  args: { min: 0 },
  flags: [
    flag("force", bool(), "Put it in the place of the state that there is", { short: "f" }),
    LIVE,
    flag("timeout", duration(LIVE_TIMEOUT), "Time to wait for each answer of a live engine", { own: true }),
  ],
  readOnly: true,
  async run(context, files, flags) {
    const engines = flags.get("live");
    if (files.length + engines.length === 0) throw failure("import-nothing");
    if (context.statePath === undefined) throw failure("state-remote");
    const isFree = (await context.state.show()) === "";
    if (!isFree && !flags.get("force")) throw failure("import-exists", { path: context.statePath });
    const source = await readSources(context, files, engines, flags.get("timeout") / 1e9);
    const fork = await context.fork(source);
    try {
      await fork.save();
      if ("reading" in source) context.streams.err(`imported ${countsOf(source.reading)}\n`);
    } finally {
      await fork.discard();
    }
  },
});
