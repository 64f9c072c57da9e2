import type { Host, LocalNetwork } from "../../../store/schema.ts";
import type { Effects } from "../../effects.ts";
import { createLocalNetwork } from "./create.ts";

export const GATEWAY_BRIDGE = "docker_gwbridge";

/** The bridge that gives containers on overlays a way out; made when the first one needs it, kept when the swarm is left. */
export function gatewayBridge(host: Host, effects: Effects): LocalNetwork {
  const found = Object.values(host.Networks).find((network) => network.Name === GATEWAY_BRIDGE);
  if (found) return found;
  return createLocalNetwork(
    host,
    {
      Name: GATEWAY_BRIDGE,
      Driver: "bridge",
      Options: {
        "com.docker.network.bridge.enable_icc": "false",
        "com.docker.network.bridge.enable_ip_masquerade": "true",
        "com.docker.network.bridge.name": GATEWAY_BRIDGE,
      },
    },
    effects,
  );
}
