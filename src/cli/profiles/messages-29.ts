import type { Messages } from "../../api/index.ts";

/** Errors of the command line as 29 words them: lower case, and no "Error: " of the command's own; recorded. */
export const MESSAGES_29: Messages = {
  "swarm-cli-not-part": "error: this node is not part of a swarm",
  "swarm-cli-not-locked": "error: swarm is not locked",
  "object-cli-no-such": "error: no such object: {ref}",
  "service-cli-mode": "unknown mode: {mode}, only replicated and global supported",
  "compose-mode": "unknown mode: {mode}",
  "service-cli-no-such": "no such service: {ref}",
  "container-cli-start": "failed to start containers: {refs}",
  "config-cli-read": 'error reading content from "{path}": {cause}',
  "secret-cli-driver-data": "when using secret driver secret data must be empty",
  "compose-no-file": "specify a Compose file (with --compose-file)",
  "compose-forbidden": "compose file contains unsupported options:\n\n{options}\n",
};
