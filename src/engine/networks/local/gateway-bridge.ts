import type { EndpointResource } from "../../../api/index.ts";
import type { Host, LocalNetwork, StoredContainer } from "../../../store/schema.ts";
import { formatAddress, parseCidr } from "../../../values/cidr.ts";
import { randomMac } from "../../../values/mac.ts";
import type { Effects } from "../../effects.ts";
import { AddressSet } from "../../ipam/address-set.ts";
import type { Tx } from "../../tx.ts";
import { createLocalNetwork } from "./create.ts";
import { hashedId } from "./predefined.ts";

export const GATEWAY_BRIDGE = "docker_gwbridge";

/** The bridge that gives containers on overlays a way out; made when the first one needs it, kept when the swarm is left. */
export function gatewayBridge(host: Host, effects: Effects & Pick<Tx, "profile">): LocalNetwork {
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

/** Whether a container goes out by the gateway bridge: it is on overlays alone, none of them internal, and has no other gateway. */
function needsGateway(host: Host, { State, Endpoints }: StoredContainer): boolean {
  const here = Object.values(Endpoints).filter((endpoint) => endpoint.EndpointID);
  const overlays = here.flatMap(({ NetworkID }) => host.Overlays[NetworkID] ?? []);
  return State === "running" && overlays.length > 0 && !overlays.some((overlay) => overlay.Internal) && here.every((endpoint) => !endpoint.Gateway);
}

/**
 * What is on the gateway bridge of a host, by sandbox: the routing mesh, and containers whose only way out it is. None of it is
 * stored; it follows from what is on the overlays.
 */
export function gatewayEndpoints(host: Host, bridge: LocalNetwork): Record<string, EndpointResource> {
  const subnet = bridge.Pools[0]?.Subnet ?? "";
  const set = new AddressSet(subnet);
  set.takeLowest();
  const mesh = Object.values(host.Overlays).some((overlay) => overlay.Ingress) ? ["ingress-sbox"] : [];
  const containers = Object.values(host.Containers).filter((container) => needsGateway(host, container));
  const sandboxes = [...mesh, ...containers.sort((a, b) => (a.Created < b.Created ? -1 : 1)).map(({ Id }) => Id)];
  return Object.fromEntries(
    sandboxes.map((sandbox) => {
      const EndpointID = hashedId(`${bridge.Id} ${sandbox}`);
      const address = set.takeLowest();
      const IPv4Address = address === undefined ? "" : `${formatAddress(address)}/${parseCidr(subnet)?.prefix}`;
      const MacAddress = randomMac(Buffer.from(EndpointID.slice(0, 12), "hex"));
      return [sandbox, { Name: `gateway_${sandbox.slice(0, 12)}`, EndpointID, MacAddress, IPv4Address, IPv6Address: "" }];
    }),
  );
}
