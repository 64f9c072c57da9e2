import type { ErrorRow } from "../errors.ts";

/** Errors of secrets and configs. */
export const objectErrors = {} as const satisfies Record<string, ErrorRow>;
