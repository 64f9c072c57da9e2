import type { ErrorRow } from "../errors.ts";

/** Errors of secrets and configs; `{kind}` is "secret" or "config". */
export const objectErrors = {
  "object-not-found": { http: 404, text: "{kind} {ref} not found" },
  "object-ambiguous": { http: 400, text: "{kind} {ref} is ambiguous ({count} matches found)" },
  "object-exists": { http: 409, grpc: "AlreadyExists", text: "{kind} {name} already exists" },
  "object-plugin": { http: 500, grpc: "Unknown", text: 'plugin "{name}" not found' },
  "object-name-missing": { http: 400, grpc: "InvalidArgument", text: "name must be provided" },
  "object-name": {
    http: 400,
    grpc: "InvalidArgument",
    text: "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]",
  },
  "object-driver-name": { http: 400, grpc: "InvalidArgument", text: "secret driver must have a name" },
  "object-size": { http: 400, grpc: "InvalidArgument", text: "{kind} data must be larger than 0 and less than {limit} bytes" },
  "object-in-use": { http: 400, grpc: "InvalidArgument", text: "{kind} '{name}' is in use by the following {services}" },
  "object-immutable": { http: 400, grpc: "InvalidArgument", text: "only updates to Labels are allowed" },
} as const satisfies Record<string, ErrorRow>;
