import { type EventMessage, type EventsOptions, failure } from "../../../api/index.ts";
import { marshal } from "../../../format/gojson.ts";
import { executeTemplate, parseTemplate, TemplateError } from "../../../format/template/index.ts";
import { eventType } from "../../../format/types/event.ts";
import { parseDuration } from "../../../values/go-numbers.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { FILTER } from "../../options/format-flags.ts";
import { string } from "../../options/values.ts";

const NANOSECONDS = 1_000_000n;

/** A moment as docker's client takes it: seconds since 1970, a time, or how long ago. Nanoseconds since 1970. Throws cli-events-time. */
function momentOf(value: string, now: Date): bigint | undefined {
  if (value === "") return undefined;
  const [, seconds, fraction = ""] = /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(value) ?? [];
  if (seconds !== undefined) return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
  if (/^\d{4}-\d\d-\d\d/.test(value)) {
    // A date alone is one of the local time, as with docker: JavaScript would take it for one of UTC.
    const ms = Date.parse(value.length === 10 ? `${value}T00:00` : value);
    if (!Number.isNaN(ms)) return BigInt(ms) * NANOSECONDS;
  }
  try {
    return BigInt(now.getTime()) * NANOSECONDS - BigInt(parseDuration(value));
  } catch {
    throw failure("cli-events-time", { value });
  }
}

/** A moment in local time with nine places, as Go's RFC 3339. */
function localTime(nanoseconds: bigint): string {
  const at = new Date(Number(nanoseconds / NANOSECONDS));
  const offset = -at.getTimezoneOffset();
  const two = (value: number): string => String(value).padStart(2, "0");
  const zone = offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${local}.${String(nanoseconds % 1_000_000_000n).padStart(9, "0")}${zone}`;
}

function line({ Type, Action, Actor, timeNano }: EventMessage): string {
  const attributes = Object.keys(Actor.Attributes)
    .sort()
    .map((key) => `${key}=${Actor.Attributes[key]}`);
  return `${localTime(BigInt(String(timeNano)))} ${Type} ${Action} ${Actor.ID}${attributes.length > 0 ? ` (${attributes.join(", ")})` : ""}`;
}

/** How events are printed. Throws template-error-inspect for a format that is no template. */
function printer(format: string): (event: EventMessage) => string {
  if (format === "") return line;
  if (format === "json") return (event) => marshal(event, eventType, { escapeHTML: true });
  try {
    const template = parseTemplate(format);
    // Docker tries a format on an empty message before it asks for any.
    executeTemplate(template, { type: eventType, value: { Type: "", Action: "", Actor: { ID: "", Attributes: {} } } });
    return (event) => executeTemplate(template, { type: eventType, value: event });
  } catch (error) {
    if (error instanceof TemplateError) throw failure("events-format", { cause: error.message });
    throw error;
  }
}

/** `docker events`: what a server tells, until the moment that was asked for or the server's end. */
export const command = defineCommand({
  use: "events [OPTIONS]",
  short: "Follow the events of a server",
  args: { exact: 0 },
  flags: [
    FILTER,
    flag("format", string(), "Format the output: 'json', or a Go template"),
    flag("since", string(), "Show what happened since this time first"),
    flag("until", string(), "End at this time"),
  ],
  readOnly: true,
  async run({ client, statePath, streams, now, program }, _args, flags) {
    const print = printer(flags.get("format"));
    const since = momentOf(flags.get("since"), now());
    const until = momentOf(flags.get("until"), now());
    if (statePath !== undefined) throw failure("cli-events-local", { program });
    const options: EventsOptions = { ...(since !== undefined && { since }), ...(until !== undefined && { until }), filters: flags.get("filter") };
    for await (const event of client.events(options)) streams.out(`${print(event)}\n`);
  },
});
