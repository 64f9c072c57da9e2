import type { Messages } from "../../api/index.ts";

/** Errors of the command line as 26.1 words them, as seen on 26.1.5. */
export const MESSAGES_26_1: Messages = {
  "cli-empty-path": "Error response from daemon: page not found",
  "cli-empty-reference": "Error: No such {object}:",
  "compose-no-file": "Please specify a Compose file (with --compose-file)",
  "config-cli-read": "{bare}",
  "container-cli-empty": "Container name cannot be empty",
  "container-cli-failed": "docker: {sentence}",
  "container-cli-invalid": "docker: {sentence}\nSee 'docker {verb} --help'.",
  "service-cli-scale-specifier":
    "Invalid scale specifier '{specifier}'.\nSee '{path} --help'.\n\nUsage:  {path} SERVICE=REPLICAS [SERVICE=REPLICAS...]\n\nScale one or multiple replicated services",
  "object-cli-open": 'Error reading content from "{path}": {cause}',
};

/** Errors of the command line as 20.10 words them: as far as is known, those of 26.1. */
export const MESSAGES_20_10: Messages = { ...MESSAGES_26_1 };
