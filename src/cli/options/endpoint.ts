import { failure, type StringMap } from "../../api/index.ts";
import { FlagValueError } from "../command.ts";

/** `--driver-opt` texts as a map, trimmed. Throws for a text without key or value. */
export function driverOptions(texts: readonly string[]): StringMap {
  const entries = texts.map((text) => {
    const at = text.indexOf("=");
    const key = text.slice(0, Math.max(at, 0)).trim();
    if (at < 0 || key === "") throw failure("network-cli-driver-options");
    return [key, text.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(entries);
}

/** Refuses a `--link` that is empty or has more than one colon. */
export function validateLink(text: string): string {
  if (text === "") throw new FlagValueError("empty string specified for links");
  if (text.split(":").length > 2) throw new FlagValueError(`bad format for links: ${text}`);
  return text;
}
