import type { ErrorRow } from "../errors.ts";

/** Errors of the state file and its lock. */
export const stateErrors = {
  "environment-invalid": { text: "{place}: {key}{problem}" },
  "state-read": { text: "cannot read the state file {path}: {cause}" },
  "state-write": { text: "cannot write the state file {path}: {cause}; nothing was changed" },
  "state-corrupt": {
    text: "the state file {path} is damaged: {cause}; bring its last good generation back with: dryswarm state repair; or start afresh with: dryswarm state reset --force",
  },
  "state-journal": {
    text: "the changes in {path}.journal, which a server made and did not write into {path} yet, cannot be read: {cause}; run dryswarm state repair",
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
  "history-short": { text: "{known} changes of {path} are known: dryswarm history lists them; nothing was undone" },
  "history-broken": {
    text: "the state file {path} is not as its last known change left it, or what was there before is gone: nothing was undone",
  },
  "history-count": { text: '"{value}" is no number of changes: 1 is the last one, 2 the last two' },
  "fork-name": { text: "\"{name}\" cannot be the name of a fork: letters, digits, '_', '.' and '-', at most 63" },
  "fork-there": { text: "there is a fork {name} already" },
  "fork-missing": { text: "there is no fork {name}, only: {known}" },
  "fork-current": { text: "commands work on the fork {name}: switch to another one first" },
  "state-shell": { text: "cannot run {command}: {cause}", exit: 127 },
} as const satisfies Record<string, ErrorRow>;
