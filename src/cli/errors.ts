import { DryswarmError, failure } from "../api/index.ts";
import type { Streams } from "./command.ts";
import { errorText } from "./dispatch/exit.ts";

/** Refuses an empty reference before the engine is asked, as docker's client does. */
export function checkReference(kind: string, ref: string): string {
  if (ref.trim() === "") throw failure("cli-empty-reference", { kind });
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

/** Prints errors, a line each; the exit status is 1 where there are any. */
export function report(streams: Streams, errors: readonly DryswarmError[]): number {
  if (errors.length === 0) return 0;
  streams.err(`${errors.map((error) => errorText(error, streams.messages)).join("\n")}\n`);
  return 1;
}
