import type { Environment } from "../environment/types.ts";
import { isEncrypted, swarmNetworks } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** Bytes that VXLAN puts around a frame: outer IPv4 (20), UDP (8), VXLAN (8) and inner Ethernet (14) headers. */
const VXLAN_OVERHEAD = 50;
/**
 * Bytes that IPsec (ESP, transport mode, AES-GCM with a 16-byte check value) takes beyond that, at most: SPI and sequence
 * number (8), initialisation vector (8), padding to four bytes with its two length bytes (up to 5), check value (16).
 */
const ESP_OVERHEAD = 37;
const DEFAULT_MTU = 1500;
const OPTION = "com.docker.network.driver.mtu";

/** MTUs of a network, in bytes. */
export interface NetworkMtu {
  readonly network: string;
  readonly encrypted: boolean;
  /** The largest that the underlay carries without fragments. */
  readonly fits: number;
  /** What containers on it have: set on the network, or 1450. */
  readonly set: number;
  readonly ok: boolean;
  /** Option to make the network with; "" where nothing is to be done. */
  readonly option: string;
}

/** The smallest MTU of the underlay that the environment names: its own, or of an interface; 1500 where it names none. */
export function underlayMtu({ mtu, hosts }: Environment): number {
  const interfaces = hosts.flatMap((host) => host.interfaces.flatMap((device) => (device.mtu ? [device.mtu] : [])));
  return mtu ?? (interfaces.length > 0 ? Math.min(...interfaces) : DEFAULT_MTU);
}

/** The MTU that each overlay may have on an underlay, held against the one that it has. */
export function mtus(snapshot: Snapshot, underlay: number): NetworkMtu[] {
  return swarmNetworks(snapshot)
    .filter(({ Driver }) => Driver === "overlay")
    .map((network) => {
      const encrypted = isEncrypted(network);
      const fits = underlay - VXLAN_OVERHEAD - (encrypted ? ESP_OVERHEAD : 0);
      const given = Number(network.Options?.[OPTION]);
      const set = Number.isInteger(given) && given > 0 ? given : DEFAULT_MTU - VXLAN_OVERHEAD;
      const ok = set <= fits;
      return { network: network.Name, encrypted, fits, set, ok, option: ok ? "" : `--opt ${OPTION}=${fits}` };
    });
}
