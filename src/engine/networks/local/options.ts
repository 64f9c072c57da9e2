import { failure, type NetworkCreateRequest, type StringMap } from "../../../api/index.ts";
import type { Host, LocalNetwork, LocalPool } from "../../../store/schema.ts";
import { type Cidr, holds, parseAddress, parseCidr, tryParseAddress } from "../../../values/cidr.ts";

const MTU = "com.docker.network.driver.mtu";
const BRIDGE = "com.docker.network.bridge.";
const BRIDGE_NAME = `${BRIDGE}name`;
const ENABLE_IPV4 = "com.docker.network.enable_ipv4";
const ENABLE_IPV6 = "com.docker.network.enable_ipv6";
const SWITCHES = ["enable_icc", "enable_ip_masquerade", "inhibit_ipv4", "default_bridge"].map((name) => BRIDGE + name);
const ADDRESSES = [`${BRIDGE}host_binding_ipv4`, "com.docker.network.host_ipv4", "com.docker.network.host_ipv6"];
const GATEWAY_MODES = [`${BRIDGE}gateway_mode_ipv4`, `${BRIDGE}gateway_mode_ipv6`] as const;
const MODES = ["nat", "nat-unprotected", "routed", "isolated"];
const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];
/** MTUs that the kernel takes for a bridge. */
const [LEAST_MTU, MOST_MTU] = [68, 65_535];
/** Names that the kernel takes for an interface. */
const LONGEST_NAME = 15;

const isBool = (value: string): boolean => TRUE.includes(value) || FALSE.includes(value);

/** Which gateways a network of a driver has no use for: none is reserved, and none shown. */
export interface SkippedGateways {
  readonly v4: boolean;
  readonly v6: boolean;
}

/**
 * The request with the families that driver options switch (`com.docker.network.enable_ipv6`), where no field of the request does;
 * the field takes the option's place.
 */
export function withFamilies(body: NetworkCreateRequest): NetworkCreateRequest {
  const Options = { ...body.Options };
  const family = (given: boolean | null | undefined, option: string): boolean | undefined => {
    if (given !== undefined && given !== null) {
      delete Options[option];
      return given;
    }
    const value = Options[option];
    if (value === undefined) return undefined;
    if (!isBool(value)) throw failure("network-family-bool", { option });
    return TRUE.includes(value);
  };
  const EnableIPv4 = family(body.EnableIPv4, ENABLE_IPV4);
  const EnableIPv6 = family(body.EnableIPv6, ENABLE_IPV6);
  return { ...body, Options, ...(EnableIPv4 !== undefined && { EnableIPv4 }), ...(EnableIPv6 !== undefined && { EnableIPv6 }) };
}

/** Refuses options of a bridge that cannot be read. This comes before any address is looked for. */
export function readBridgeOptions(options: StringMap, internal: boolean): SkippedGateways {
  const mtu = options[MTU];
  if (mtu !== undefined && !/^[+-]?\d+$/.test(mtu)) throw failure("network-mtu-syntax", { value: mtu });
  for (const option of SWITCHES) {
    const value = options[option];
    if (value !== undefined && !isBool(value)) throw failure("network-option-bool", { option, value });
  }
  for (const option of GATEWAY_MODES) {
    const value = options[option];
    if (value !== undefined && !MODES.includes(value)) throw failure("network-option-value", { option, value, cause: `unknown gateway mode ${value}` });
  }
  for (const option of ADDRESSES) {
    const value = options[option];
    if (value !== undefined && tryParseAddress(value) === undefined) throw failure("network-option-value", { option, value, cause: "nil ip" });
  }
  const name = options[BRIDGE_NAME];
  if (name === "eth0" || name === "lo") throw failure("network-no-bridge", { name });
  const [v4, v6] = GATEWAY_MODES.map((option) => options[option] === "isolated") as [boolean, boolean];
  if ((v4 || v6) && !internal) throw failure("network-isolated");
  return { v4: v4 || (internal && TRUE.includes(options[`${BRIDGE}inhibit_ipv4`] ?? "")), v6 };
}

/** The host's interface of a bridge network. */
export function bridgeName({ Id, Options }: Pick<LocalNetwork, "Id" | "Options">): string {
  return Options[BRIDGE_NAME] || `br-${Id.slice(0, 12)}`;
}

/** Conflict of two bridges' addresses: one holds the other's. Subnets with a range of their own come this far. */
function overlapOf(ones: readonly LocalPool[], others: readonly LocalPool[]): string | undefined {
  const holdsOf = (one: LocalPool, other: LocalPool): boolean =>
    holds(parseCidr(one.Subnet) as Cidr, parseAddress(other.Gateway ?? (other.Subnet.split("/")[0] as string)));
  const pair = ones.find((one) =>
    others.some((other) => one.Subnet.includes(":") === other.Subnet.includes(":") && (holdsOf(one, other) || holdsOf(other, one))),
  );
  return pair && `networks have overlapping ${pair.Subnet.includes(":") ? "IPv6" : "IPv4"}`;
}

/** Refuses a bridge that cannot be made on this host; `id` is the network's own. */
export function checkBridge(host: Host, id: string, options: StringMap, pools: readonly LocalPool[]): void {
  const mtu = Number(options[MTU] ?? 0);
  if (mtu < 0) throw failure("network-mtu-negative", { mtu });
  const bridge = bridgeName({ Id: id, Options: options });
  for (const network of Object.values(host.Networks).filter(({ Driver }) => Driver === "bridge")) {
    const name = bridgeName(network);
    const why = name === bridge ? "networks have same bridge name" : overlapOf(network.Pools, pools);
    if (why) throw failure("network-bridge-conflict", { id, bridge, other: network.Id, name, why });
  }
  if (bridge.length > LONGEST_NAME) throw failure("network-bridge-name-length");
  if (/[/:\s]/.test(bridge) || bridge === "." || bridge === ".." || (mtu !== 0 && (mtu < LEAST_MTU || mtu > MOST_MTU))) throw failure("network-mtu-range");
}
