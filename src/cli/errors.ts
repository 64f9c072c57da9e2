import { DryswarmError, failure, failureOf } from "../api/index.ts";
import type { InspectResult } from "../format/inspect.ts";
import type { CommandContext, Streams } from "./command.ts";
import { errorText } from "./dispatch/exit.ts";

/**
 * Refuses an empty reference before the engine is asked, as docker's client does. Older clients refuse only to inspect one; of what else
 * they send (`sent`) the engine knows no such path.
 *
 * @throws DryswarmError `cli-empty-reference`, or `cli-empty-path` where the command would have been sent.
 */
export function checkReference(kind: string, ref: string, sent = false): string {
  // The client of 28 misspells one kind; older ones name the object.
  if (ref.trim() === "") throw failureOf(sent ? "cli-empty-path" : "cli-empty-reference", { kind, object: kind === "contig" ? "config" : kind });
  return ref;
}

/** Does something for each reference; goes on after a failure. Gives the errors, in order. */
export async function eachReference(
  refs: readonly string[],
  act: (ref: string) => Promise<void>,
  onError: (error: DryswarmError) => void = () => undefined,
): Promise<DryswarmError[]> {
  const errors: DryswarmError[] = [];
  for (const ref of refs) {
    try {
      await act(ref);
    } catch (error) {
      if (!(error instanceof DryswarmError)) throw error;
      errors.push(error);
      onError(error);
    }
  }
  return errors;
}

/**
 * Prints what inspecting objects gave, and its errors; the exit status is 1 where there are any. Older command lines say the status in
 * the error. Rejects with the errors of a template that cannot be parsed.
 */
export async function reportInspected({ streams, profile }: CommandContext, inspected: Promise<InspectResult>): Promise<number> {
  const withStatus = (text: string, status: number): DryswarmError => failure("inspect-cli-status", { text, status });
  const { stdout, errors } = await inspected.catch((error: unknown) => {
    throw profile.statusInErrors && error instanceof DryswarmError ? withStatus(errorText(error, streams.messages), 64) : error;
  });
  streams.out(stdout);
  if (!profile.statusInErrors || errors.length === 0) return report(streams, errors);
  throw withStatus(errors.map((error) => errorText(error, streams.messages)).join("\n"), 1);
}

/** Prints errors, a line each; the exit status is 1 where there are any. */
export function report(streams: Streams, errors: readonly DryswarmError[]): number {
  if (errors.length === 0) return 0;
  streams.err(`${errors.map((error) => errorText(error, streams.messages)).join("\n")}\n`);
  return 1;
}
