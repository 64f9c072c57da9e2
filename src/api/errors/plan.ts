import type { ErrorRow } from "../errors.ts";

/** Errors of the verbs that docker does not have: plan, diff, check and their kin. */
export const planErrors = {
  "plan-dump": { text: "{file}: {problem}" },
  "plan-saved": { text: "{file} is no saved plan: {problem}" },
  "plan-diff": { text: "dryswarm diff: nothing to compare with: give a second file, --from or --live" },
  "plan-drift": { text: "dryswarm drift: nothing to compare the state with: give --live or --from" },
  "plan-nothing": { text: "dryswarm plan: nothing to run: give a script, a command after --, or stack files with -c and the stack's name" },
  "check-engines-plan": { text: "a saved plan is of one engine: --engines goes with stack files, a state or --from" },
  "plan-compare": { text: "--compare-engine shows what differs: it goes with neither --save nor --out" },
  "plan-both": { text: "dryswarm plan: give either stack files (-c) or a script or command" },
  "plan-timeout": { text: "the command did not end within {seconds} s, and was stopped with all that it had started" },
  "plan-interrupted": { text: "interrupted: all that the command had started was stopped", exit: 130 },
  "plan-command": { text: "cannot run {command}: {cause}", exit: 127 },
  "plan-output": { text: 'invalid argument "{value}" for "-o, --output" flag: {known}', exit: 125 },
  "plan-level": { text: 'invalid argument "{value}" for "--fail-on" flag: error, warning, info or none', exit: 125 },
  "plan-rule": { text: "no rule is called {id}; dryswarm check --rules lists them" },
  "plan-what-if": { text: 'invalid argument "{value}" for "{flag}" flag: {cause}', exit: 125 },
  "plan-object": { text: "no service, task or network is called {ref}" },
  "plan-service": { text: "no service is called {ref}" },
  "plan-resolve-from": { text: "say which service asks: dryswarm resolve {name} --from SERVICE" },
  "plan-port": { text: "{value} is no port: PORT or PORT/tcp, PORT/udp, PORT/sctp" },
  "plan-baseline": { text: "{file} is no baseline: {problem}" },
  "plan-write": { text: "cannot write {file}: {cause}" },
  "plan-shell": { text: "no completion for {shell}: bash, zsh, fish or powershell" },
  "plan-no-graphviz": { text: "svg needs the package @viz-js/viz, which is not installed: use -o dot, and draw it with dot -Tsvg" },
  "script-live": {
    text: "nothing was run: no namespace can be had here to keep the script from live engines, and it could meet one:\n{found}\n--isolate=none runs it all the same; as root, or where user namespaces, bubblewrap or sudo without a password are allowed, it is kept apart",
  },
  "script-no-namespace": { text: "nothing was run: no namespace can be had here (as root, by a user namespace, by bubblewrap, or by sudo without a password)" },
  "script-namespace": { text: "nothing was run: the script could not be kept apart in its {kind} namespace" },
  "script-isolate": { text: 'invalid argument "{value}" for "--isolate" flag: auto, namespace or none', exit: 125 },
} as const satisfies Record<string, ErrorRow>;
