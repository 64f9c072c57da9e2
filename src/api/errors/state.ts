import type { ErrorRow } from "../errors.ts";

/** Errors of the state file and its lock. */
export const stateErrors = {
  "environment-invalid": { text: "{place}: {key}{problem}" },
  "state-read": { text: "cannot read the state file {path}: {cause}" },
  "state-write": { text: "cannot write the state file {path}: {cause}; nothing was changed" },
  "state-corrupt": {
    text: "the state file {path} is damaged: {cause}; bring its last good generation back with: dryswarm state repair; or start afresh with: dryswarm state reset --force",
  },
  "state-no-generation": { text: "the state file {path} is damaged, and {kept} holds no good generation: start afresh with dryswarm state reset --force" },
  "state-foreign": { text: "{path} is not a dryswarm state file; name another with --state or DRYSWARM_STATE" },
  "state-newer": {
    text: "the state file {path} has schema {schema}, newer than the {ours} this dryswarm knows; update dryswarm, or name another file with --state",
  },
  "state-locked": { text: "the state file {path} is in use: waited {seconds} s for {holder}; if no dryswarm is running, remove {lock}" },
  "state-served": { text: "the state file {path} is served already, by {holder}; talk to that server (--server), or name another file with --state" },
  "state-closed": { text: "the server is stopping: the state file {path} takes no more changes", http: 503 },
  "state-changed": { text: "the state file {path} changed meanwhile: nothing was saved; plan again" },
  "state-remote": { text: "this command works on a state file, not on a server" },
  "state-shell": { text: "cannot run {command}: {cause}", exit: 127 },
} as const satisfies Record<string, ErrorRow>;
