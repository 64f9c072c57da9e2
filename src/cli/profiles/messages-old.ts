import type { Messages } from "../../api/index.ts";

/** Errors of the command line as 26.1 words them; recorded. */
export const MESSAGES_26_1: Messages = {
  "cli-empty-reference": "Error: No such {kind}:",
  "container-cli-failed": "docker: {sentence}",
  "container-cli-invalid": "docker: {sentence}\nSee 'docker {verb} --help'.",
};

/** Errors of the command line as 20.10 words them; recorded. */
export const MESSAGES_20_10: Messages = { ...MESSAGES_26_1 };
