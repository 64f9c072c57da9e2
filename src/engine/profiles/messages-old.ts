import type { Messages } from "../../api/index.ts";

/** Engine errors as Engine 26.1 words them; recorded. */
export const MESSAGES_26_1: Messages = {
  "network-pool-overlap": "Pool overlaps with other one on this address space",
  "network-pools-exhausted": "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
  "network-active-endpoints": "error while removing network: network {name} id {id} has active endpoints",
  "container-running": 'cannot remove container "/{name}": container is running: stop the container before removing or force remove',
  "container-host-network": "container cannot be disconnected from host network or connected to host network",
  "container-host-disconnect": "container cannot be disconnected from host network or connected to host network",
};

/** Engine errors as Engine 20.10 words them; recorded. */
export const MESSAGES_20_10: Messages = {
  ...MESSAGES_26_1,
  "filter-unknown": "Invalid filter '{key}'",
  "task-address-foreign": "Invalid address {address}: It does not belong to any of this network's subnets",
};
