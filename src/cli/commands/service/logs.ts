import { DryswarmError, failure } from "../../../api/index.ts";
import type { CommandSpec } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool, string } from "../../options/values.ts";

/** `docker service logs`: a dry run has none, and says so. */
export const command: CommandSpec = {
  use: "logs [OPTIONS] SERVICE|TASK",
  short: "Show the logs of a service (a dry run has none)",
  args: { exact: 1 },
  flags: [
    flag("details", bool(), "Show further details"),
    flag("follow", bool(), "Follow the log", { short: "f" }),
    flag("no-resolve", bool(), "Show IDs in place of names"),
    flag("no-task-ids", bool(), "Leave out the IDs of tasks"),
    flag("no-trunc", bool(), "Do not shorten the output"),
    flag("raw", bool(), "Do not format the output"),
    flag("since", string(), "Show logs from a time on"),
    flag("tail", string("all"), "Lines to show from the end", { short: "n" }),
    flag("timestamps", bool(), "Show times", { short: "t" }),
  ],
  async run({ client, streams }, [ref = ""]) {
    const missing = async (error: unknown): Promise<never> => {
      throw error instanceof DryswarmError && error.http === 404 ? failure("service-cli-no-logs", { ref }) : error;
    };
    await client.serviceInspect(ref).catch((error: unknown) => {
      if (error instanceof DryswarmError && error.http === 404) return client.taskInspect(ref).catch(missing);
      throw error;
    });
    streams.err("dryswarm: nothing runs in a dry run: there are no logs\n");
  },
};
