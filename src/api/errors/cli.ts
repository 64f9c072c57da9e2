import type { ErrorRow } from "../errors.ts";

/** Errors of the command line itself: flags, arguments, client-side checks. */
export const cliErrors = {} as const satisfies Record<string, ErrorRow>;
