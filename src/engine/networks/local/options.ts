import { failure, type StringMap } from "../../../api/index.ts";
import type { Host } from "../../../store/schema.ts";

const MTU = "com.docker.network.driver.mtu";
const BRIDGE_NAME = "com.docker.network.bridge.name";
const SWITCHES = ["enable_icc", "enable_ip_masquerade", "inhibit_ipv4"].map((name) => `com.docker.network.bridge.${name}`);
const BOOLS = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];
/** Least MTU that the kernel takes for a bridge. */
const LEAST_MTU = 68;

/** Refuses driver options of a bridge that the Engine refuses; `id` is the network's own. */
export function checkBridgeOptions(host: Host, id: string, options: StringMap): void {
  const mtu = options[MTU];
  if (mtu !== undefined && !/^[+-]?\d+$/.test(mtu)) throw failure("network-mtu-syntax", { value: mtu });
  for (const option of SWITCHES) {
    const value = options[option];
    if (value !== undefined && !BOOLS.includes(value)) throw failure("network-option-bool", { option, value });
  }
  if (mtu !== undefined && Number(mtu) < LEAST_MTU && Number(mtu) !== 0) throw failure("network-mtu-range");
  const bridge = options[BRIDGE_NAME];
  const other = bridge && Object.values(host.Networks).find((network) => network.Options[BRIDGE_NAME] === bridge);
  if (other) throw failure("network-bridge-name", { id, bridge, other: other.Id });
}
