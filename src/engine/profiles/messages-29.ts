import type { Messages } from "../../api/index.ts";

/** Engine errors as Engine 29 words them. */
export const MESSAGES_29: Messages = {
  "network-config-with-own": "user-specified configurations are not supported if the network depends on a configuration network",
  "prune-until-value": 'failed to parse value as time or duration: invalid seconds "{value}": invalid syntax',
};
