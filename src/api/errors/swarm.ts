import type { ErrorRow } from "../errors.ts";

/** Errors of the swarm and its nodes. */
export const swarmErrors = {} as const satisfies Record<string, ErrorRow>;
