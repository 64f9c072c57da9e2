import type { ErrorRow } from "../errors.ts";

/** Errors of services and tasks. */
export const serviceErrors = {} as const satisfies Record<string, ErrorRow>;
