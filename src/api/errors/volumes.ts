import type { ErrorRow } from "../errors.ts";

/** Errors of volumes. */
export const volumeErrors = {
  "volume-not-found": { http: 404, text: "get {name}: no such volume" },
  "volume-in-use": { http: 409, text: "remove {name}: volume is in use - [{users}]" },
  "volume-plugin": { http: 404, text: 'create {name}: error looking up volume plugin {driver}: plugin "{driver}" not found' },
  "volume-name-short": { http: 400, text: "create {plain}: volume name is too short, names should be at least two alphanumeric characters" },
  "volume-name": {
    http: 400,
    text: 'create {plain}: {name} includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
  },
  "volume-cli-name-twice": { text: "conflicting options: cannot specify a volume-name through both --name and as a positional arg" },
} as const satisfies Record<string, ErrorRow>;
