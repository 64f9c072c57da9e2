import type { ErrorRow } from "../errors.ts";

/** Errors of stacks and compose files. */
export const stackErrors = {
  "compose-interpolation": { text: "invalid interpolation format for {path}: {template}; you may need to escape any $ with another $" },
} as const satisfies Record<string, ErrorRow>;
