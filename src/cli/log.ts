import type { CommandContext } from "./command.ts";

/** A warning as docker's logger writes it. */
export function logged(context: Pick<CommandContext, "now">, message: string): string {
  const time = context
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
  return `time=${JSON.stringify(time)} level=warning msg=${JSON.stringify(message)}`;
}
