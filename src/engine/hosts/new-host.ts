import { failure } from "../../api/index.ts";
import type { Host } from "../../store/schema.ts";
import { formatTime } from "../../support/clock.ts";
import { isHostName } from "../../values/host-name.ts";
import { predefinedNetworks } from "../networks/local/predefined.ts";

const SUBNET = "192.168.65.";
/** A host that nobody said more of, as the recorded ones: two CPUs and 24 GiB. */
const DEFAULT_CPUS = 2;
const DEFAULT_MEMORY = 25_276_510_208;

/** Address of a host: node-N has 192.168.65.(N+1), others the next that is free from 192.168.65.2 on. */
function defaultAddress(name: string, others: readonly Host[]): string {
  const taken = new Set(others.map((host) => host.Address));
  const number = Number(/^node-([1-9]\d{0,2})$/.exec(name)?.[1] ?? Number.NaN);
  const requested = `${SUBNET}${number + 1}`;
  if (number <= 253 && !taken.has(requested)) return requested;
  for (let last = 2; last < 255; last++) if (!taken.has(SUBNET + last)) return SUBNET + last;
  return `192.168.${66 + Math.floor(others.length / 250)}.${(others.length % 250) + 2}`;
}

/**
 * A host with its predefined networks, as an engine just installed. Its ids follow from its name alone: a read shows a
 * host that is not stored yet, and must show the same one each time. Throws host-name.
 */
export function newHost(name: string, others: readonly Host[], nowNs: bigint): Host {
  if (!isHostName(name)) throw failure("host-name", { name: JSON.stringify(name) });
  const networks = predefinedNetworks(name, formatTime(nowNs));
  return {
    Name: name,
    Address: defaultAddress(name, others),
    NanoCPUs: DEFAULT_CPUS * 1e9,
    MemoryBytes: DEFAULT_MEMORY,
    Platform: { Architecture: "x86_64", OS: "linux" },
    Up: true,
    EngineID: engineId(networks.map((network) => network.Id).join("")),
    Networks: Object.fromEntries(networks.map((network) => [network.Id, network])),
    Containers: {},
    Overlays: {},
    Volumes: {},
    LBIndex: 256,
  };
}

/** A UUID made of hexadecimal digits that are there already. */
function engineId(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
