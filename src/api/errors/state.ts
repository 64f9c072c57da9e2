import type { ErrorRow } from "../errors.ts";

/** Errors of the state file and its lock. */
export const stateErrors = {} as const satisfies Record<string, ErrorRow>;
