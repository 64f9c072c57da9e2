import { DryswarmError, failure } from "../../../api/index.ts";
import { parseDuration } from "../../../values/go-numbers.ts";
import { defineCommand } from "../../command.ts";
import { checkReference } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool, string } from "../../options/values.ts";

/** Refuses a moment that is neither a duration back from now nor a time. */
function checkSince(value: string): void {
  if (value === "" || /^\d+(\.\d+)?$/.test(value) || (/^\d{4}-/.test(value) && !Number.isNaN(Date.parse(value)))) return;
  try {
    parseDuration(value);
  } catch {
    throw failure("service-cli-logs-since", { value });
  }
}

/** Refuses a number of lines that is none; the engine's part. */
function checkTail(value: string): void {
  if (value === "" || value === "all" || /^\+?\d+$/.test(value)) return;
  throw failure(/^-\d+$/.test(value) ? "service-logs-negative-tail" : "service-logs-tail");
}

/** `docker service logs`: a dry run has none, and says so. */
export const command = defineCommand({
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
  async run({ client, streams }, [ref = ""], flags) {
    checkReference("service", ref);
    const missing = async (error: unknown): Promise<never> => {
      throw error instanceof DryswarmError && error.http === 404 ? failure("service-cli-no-logs", { ref }) : error;
    };
    const found = await client.serviceInspect(ref).catch((error: unknown) => {
      if (error instanceof DryswarmError && error.http === 404) return client.taskInspect(ref).catch(missing);
      throw error;
    });
    const template = "TaskTemplate" in found.Spec ? found.Spec.TaskTemplate : found.Spec;
    if (template.ContainerSpec?.TTY && !flags.get("raw")) throw failure("service-cli-logs-tty");
    checkSince(flags.get("since"));
    checkTail(flags.get("tail"));
    streams.err("dryswarm: nothing runs in a dry run: there are no logs\n");
  },
});
