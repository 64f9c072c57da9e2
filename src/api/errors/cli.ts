import type { ErrorRow } from "../errors.ts";

/** Errors of the command line itself: flags, arguments, checks made before the engine is asked. `{trailer}` is usage and pointer to the help. */
export const cliErrors = {
  "cli-unknown-root-command": { text: "{program}: unknown command: {program} {name}\n\nRun '{program} --help' for more information" },
  "cli-unknown-command": { text: "{program}: unknown command: {path} {name}{trailer}" },
  "cli-unknown-help-topic": { text: "unknown help topic: {topic}" },
  "cli-not-simulated": { text: "{program}: '{path}' is a docker command that dryswarm does not simulate: nothing was done" },
  "cli-unknown-flag": { exit: 125, text: "unknown flag: --{name}{trailer}" },
  "cli-unknown-shorthand": { exit: 125, text: "unknown shorthand flag: '{char}' in -{rest}{trailer}" },
  "cli-flag-needs-argument": { exit: 125, text: "flag needs an argument: --{name}{trailer}" },
  "cli-shorthand-needs-argument": { exit: 125, text: "flag needs an argument: '{char}' in -{rest}{trailer}" },
  "cli-flag-syntax": { exit: 125, text: "bad flag syntax: {word}{trailer}" },
  "cli-flag-value": { exit: 125, text: 'invalid argument {value} for "{flag}" flag: {cause}{trailer}' },
  "cli-no-arguments": { text: "{program}: '{path}' accepts no arguments{trailer}" },
  "cli-exact-arguments": { text: "{program}: '{path}' requires {count} {arguments}{trailer}" },
  "cli-min-arguments": { text: "{program}: '{path}' requires at least {count} {arguments}{trailer}" },
  "cli-range-arguments": { text: "{program}: '{path}' requires at least {min} and at most {max} {arguments}{trailer}" },
  "cli-several-hosts": { exit: 125, text: "specify only one -H" },
  "cli-empty-reference": { text: "invalid {kind} name or ID: value is empty" },
  "cli-exit-status": { text: "exit status {status}" },
  "cli-engine-profile": { text: "no engine profile {name}: there are {known}" },
  "cli-source-date-epoch": { text: "SOURCE_DATE_EPOCH is no number of seconds: {value}" },
} as const satisfies Record<string, ErrorRow>;
