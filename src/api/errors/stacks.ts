import type { ErrorRow } from "../errors.ts";

/** Errors of stacks and compose files. */
export const stackErrors = {} as const satisfies Record<string, ErrorRow>;
