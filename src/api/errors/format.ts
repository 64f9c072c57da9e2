import type { ErrorRow } from "../errors.ts";

/** Errors of output formats. */
export const formatErrors = {
  "template-error": { text: "template parsing error: {cause}" },
  "template-error-bare": { text: "{cause}" },
  "template-error-inspect": { exit: 64, text: "template parsing error: {cause}" },
  "pretty-with-format": { text: "--format is incompatible with human friendly format" },
  "pretty-extra-service": { text: "Cannot supply extra formatting options to the pretty template" },
  "pretty-extra": { text: "cannot supply extra formatting options to the pretty template" },
} as const satisfies Record<string, ErrorRow>;
