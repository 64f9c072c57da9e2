import type { ErrorRow } from "../errors.ts";

/** What keeps live engines from being read, and a real swarm from being imported. */
export const liveErrors = {
  "live-url": { text: "bad engine address {url}: unix://PATH, tcp://HOST:PORT, ssh://[USER@]HOST[:PORT] or context:NAME" },
  "live-context": { text: "no docker context is called {name}" },
  "live-certificates": { text: "cannot read the certificates for {url}: {cause}" },
  "live-unreachable": { text: "cannot reach the engine at {url}: {cause}" },
  "live-foreign": { text: "what answers at {url} speaks no Engine API: {cause}" },
  "live-status": { text: "the engine at {url} answered GET {path} with {status}: {message}" },
  "live-partial": { text: "the engine at {url} broke off its answer to GET {path}" },
  "live-timeout": { text: "the engine at {url} did not answer GET {path} within {seconds} s" },
  "live-no-swarm": { text: "the engine at {url} is in no swarm" },
  "live-worker": { text: "no manager was read: {url} is a worker, which does not know its swarm. Name a manager, and workers besides" },
  "live-in-plan": { text: "nothing was read: what is planned meets no live engine" },
  "import-nothing": { text: "dryswarm import: nothing to import: give files, or live engines with --live" },
  "import-exists": { text: "{path} holds a state already: --force puts the imported one in its place" },
} as const satisfies Record<string, ErrorRow>;
