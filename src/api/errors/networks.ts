import type { ErrorRow } from "../errors.ts";

/** Errors of networks and the containers on them. */
export const networkErrors = {} as const satisfies Record<string, ErrorRow>;
