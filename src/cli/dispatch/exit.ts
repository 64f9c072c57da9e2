import { DryswarmError, type Messages, reworded } from "../../api/index.ts";

/** Text of an error as docker prints it: an engine's answer with its prefix, the command line's own in the words of its version. */
export function errorText(error: DryswarmError, messages: Messages = {}): string {
  return error.http === undefined || error.code === "cli-object-missing"
    ? reworded(error, messages).message
    : `Error response from daemon: ${error.message.trim()}`;
}

/**
 * Runs a command line and turns what it throws into stderr and an exit status. What is no error of the table is a defect of
 * dryswarm and says so; its stack is shown only when asked for. `diagnose` finds out whether the state is to blame; `failed` takes the
 * error of the table, where there is one; `messages` gives the words of the simulated version.
 */
export async function runToExit(
  run: () => Promise<number>,
  err: (text: string) => void,
  debug: boolean,
  diagnose?: () => Promise<DryswarmError | undefined>,
  failed?: (error: DryswarmError) => void,
  messages: () => Messages = () => ({}),
): Promise<number> {
  try {
    return await run();
  } catch (thrown) {
    const error = thrown instanceof DryswarmError ? thrown : ((await diagnose?.()) ?? thrown);
    if (error instanceof DryswarmError) {
      failed?.(error);
      const text = errorText(error, messages());
      if (text !== "") err(`${text}\n`);
      return error.exit;
    }
    err(`dryswarm: this is a defect of dryswarm, please report it: ${error instanceof Error ? error.message : String(error)}\n`);
    if (debug && error instanceof Error) err(`${error.stack}\n`);
    return 1;
  }
}
