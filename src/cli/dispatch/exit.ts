import { DryswarmError, type Messages, reworded } from "../../api/index.ts";

/** Text of an error as docker prints it: an engine's answer with its prefix, the command line's own in the words of its version. */
export function errorText(error: DryswarmError, messages: Messages = {}): string {
  return error.http === undefined || error.code === "cli-object-missing"
    ? reworded(error, messages).message
    : `Error response from daemon: ${error.message.trim()}`;
}

/** What the end of a command line is made of, beside its error. */
export interface ExitOptions {
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether the stack of a defect is shown. */
  readonly debug: boolean;
  /** Finds out whether the state is to blame for what is no error of the table. */
  diagnose?(): Promise<DryswarmError | undefined>;
  /** Takes the error of the table that ended the command, where there is one. */
  failed?: ((error: DryswarmError) => void) | undefined;
  /** Words of the simulated version. */
  messages?(): Messages;
  /** Text for standard error that follows the message: whole lines, or "". */
  advise?(error: DryswarmError): Promise<string>;
}

/**
 * Runs a command line and turns what it throws into stderr and an exit status. What is no error of the table is a defect of
 * dryswarm and says so; its stack is shown only when asked for.
 */
export async function runToExit(run: () => Promise<number>, { err, debug, diagnose, failed, messages, advise }: ExitOptions): Promise<number> {
  try {
    return await run();
  } catch (thrown) {
    const error = thrown instanceof DryswarmError ? thrown : ((await diagnose?.()) ?? thrown);
    if (error instanceof DryswarmError) {
      failed?.(error);
      const text = errorText(error, messages?.());
      if (text !== "") err(`${text}\n`);
      const advice = (await advise?.(error)) ?? "";
      if (advice !== "") err(advice);
      return error.exit;
    }
    err(`dryswarm: this is a defect of dryswarm, please report it: ${error instanceof Error ? error.message : String(error)}\n`);
    if (debug && error instanceof Error) err(`${error.stack}\n`);
    return 1;
  }
}
