import type { Messages } from "../../api/index.ts";

/** What the command line of an engine version does otherwise than others. */
export interface CliProfile {
  /** `service inspect --pretty` shows networks by their IDs (since 29.0, recorded). */
  readonly serviceNetworkIds: boolean;
  /** A template that fails on the type of a service or node is tried on its JSON (since 29.0, recorded). */
  readonly rawTemplates: boolean;
  /** `--mount` may name no target (since 29.0, recorded). */
  readonly mountWithoutTarget: boolean;
  /** Addresses and subnets of flags are parsed by the command line (since 29.0, recorded). */
  readonly parsesAddresses: boolean;
  /** Addresses are typed values in templates, and print as `invalid IP` where they are not set (since 29.0, recorded). */
  readonly typedAddresses: boolean;
  /** Errors of the command line that are worded otherwise than in the table of errors. */
  readonly messages: Messages;
}

const V28_5: CliProfile = {
  serviceNetworkIds: false,
  rawTemplates: false,
  mountWithoutTarget: false,
  parsesAddresses: false,
  typedAddresses: false,
  messages: {},
};

/** Since 29.0: lower case, and no "Error: " of the command's own; recorded. */
const MESSAGES_29: Messages = {
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

const PROFILES: Readonly<Record<string, CliProfile>> = {
  "29": { serviceNetworkIds: true, rawTemplates: true, mountWithoutTarget: true, parsesAddresses: true, typedAddresses: true, messages: MESSAGES_29 },
};

/** The command line that comes with an engine profile. */
export const cliProfile = (engine: string): CliProfile => PROFILES[engine] ?? V28_5;
