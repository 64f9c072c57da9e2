import { type EndpointSettingsRequest, failure } from "../../api/index.ts";
import type { Host, LocalNetwork, StoredContainer, StoredEndpoint } from "../../store/schema.ts";
import type { Effects } from "../effects.ts";
import { AddressSet } from "../ipam/address-set.ts";
import { addressOf, formatAddress, holds, parseAddress, parseCidr } from "../ipam/cidr.ts";
import { randomMac } from "../ipam/mac.ts";

const USER_DEFINED_ONLY = ["bridge", "host", "none"];

/** Takes an address of a network's pool of one family: the wished one, else the lowest free one. Gives CIDR and gateway. */
function allocate(host: Host, network: LocalNetwork, v6: boolean, wished: string | undefined): { cidr: string; gateway: string } | undefined {
  const pool = network.Pools.find((one) => one.Subnet.includes(":") === v6);
  const subnet = pool && parseCidr(pool.Subnet);
  if (!pool || !subnet) return undefined;
  const set = new AddressSet(pool.Subnet, pool.IPRange);
  for (const reserved of [pool.Gateway, ...(pool.Reserved ?? [])]) if (reserved) set.take(parseAddress(reserved));
  for (const container of Object.values(host.Containers))
    for (const endpoint of Object.values(container.Endpoints)) {
      const held = v6 ? endpoint.IPv6 : endpoint.IPv4;
      if (endpoint.NetworkID === network.Id && held) set.take(addressOf(held));
    }
  if (wished) {
    const address = parseAddress(wished);
    if (!holds(subnet, address)) throw failure("container-ip-outside", { address: wished });
    if (!set.take(address)) throw failure("container-address-taken");
    return { cidr: `${wished}/${subnet.prefix}`, gateway: pool.Gateway ?? "" };
  }
  const address = set.takeLowest();
  if (address === undefined) throw failure("network-pools-exhausted");
  return { cidr: `${formatAddress(address)}/${subnet.prefix}`, gateway: pool.Gateway ?? "" };
}

/** Refuses a wished address that the network cannot give. */
export function checkWished(network: LocalNetwork, request: EndpointSettingsRequest): void {
  const wished = request.IPAMConfig?.IPv4Address || request.IPAMConfig?.IPv6Address;
  if (!wished) return;
  if (USER_DEFINED_ONLY.includes(network.Name)) throw failure("container-user-network-only");
  if (!network.UserSubnets) throw failure("container-static-ip");
}

/** An endpoint that is not there yet: the container is not running. */
export function plannedEndpoint(networkId: string, request: EndpointSettingsRequest): StoredEndpoint {
  return { NetworkID: networkId, EndpointID: "", MacAddress: "", IPv4: "", IPv6: "", Gateway: "", IPv6Gateway: "", Request: request };
}

/** Connects a running container to a local network by name, with an address of each family the network has. */
export function attachLocal(host: Host, container: StoredContainer, name: string, request: EndpointSettingsRequest, effects: Effects): void {
  const network = Object.values(host.Networks).find((one) => one.Name === name);
  const endpoint = plannedEndpoint(network?.Id ?? "", request);
  endpoint.EndpointID = effects.hex();
  if (network) {
    checkWished(network, request);
    const v4 = network.EnableIPv4 ? allocate(host, network, false, request.IPAMConfig?.IPv4Address) : undefined;
    const v6 = network.EnableIPv6 ? allocate(host, network, true, request.IPAMConfig?.IPv6Address) : undefined;
    Object.assign(endpoint, { IPv4: v4?.cidr ?? "", Gateway: v4?.gateway ?? "", IPv6: v6?.cidr ?? "", IPv6Gateway: v6?.gateway ?? "" });
    if (v4 || v6) endpoint.MacAddress = request.MacAddress ?? randomMac(Buffer.from(effects.hex(12), "hex"));
  }
  container.Endpoints[name] = endpoint;
}

/** Takes what an endpoint holds away; the wish stays, for the next start. */
export function detachLocal(container: StoredContainer, name: string): void {
  const endpoint = container.Endpoints[name];
  if (endpoint) container.Endpoints[name] = plannedEndpoint(endpoint.NetworkID, endpoint.Request);
}
