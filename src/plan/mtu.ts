import type { Environment } from "../environment/types.ts";
import { isEncrypted, swarmNetworks } from "./facts.ts";
import type { Snapshot } from "./snapshot.ts";

/** Bytes that VXLAN puts around a frame: outer IPv4 (20), UDP (8), VXLAN (8) and inner Ethernet (14) headers. */
const VXLAN_OVERHEAD = 50;
/** Bytes that the engine reckons for ESP beyond that; what is left is rounded down to a multiple of four. As containers of a real engine had it: 1424 on 1500, 1324 on 1400. */
const ESP_OVERHEAD = 26;
/** MTU of an underlay of which nothing is said. */
export const DEFAULT_MTU = 1500;
/** The MTU of the underlay that a network reckons from. */
export const MTU_OPTION = "com.docker.network.driver.mtu";

/** MTUs of a network, in bytes. */
export interface NetworkMtu {
  readonly network: string;
  readonly encrypted: boolean;
  /** MTU of the underlay that the network reckons with. */
  readonly reckons: number;
  /** What its containers have then. */
  readonly has: number;
  /** What they may have on the underlay that there is. */
  readonly fits: number;
  readonly ok: boolean;
  /** Option to make the network with; "" where nothing is to be done. */
  readonly option: string;
}

/** MTU of a container on an overlay, from that of the underlay. */
export function overlayMtu(underlay: number, encrypted: boolean): number {
  const inner = underlay - VXLAN_OVERHEAD;
  return encrypted ? inner - ESP_OVERHEAD - ((inner - ESP_OVERHEAD) % 4) : inner;
}

/** The smallest MTU of the underlay that the environment names: its own, or of an interface; 1500 where it names none. */
export function underlayMtu({ mtu = DEFAULT_MTU, hosts }: Environment): number {
  return Math.min(mtu, ...hosts.flatMap((host) => host.interfaces.flatMap((device) => (device.mtu ? [device.mtu] : []))));
}

/** The MTU that each overlay may have on an underlay, held against the one that it has. */
export function mtus(snapshot: Snapshot, underlay: number): NetworkMtu[] {
  return swarmNetworks(snapshot)
    .filter(({ Driver }) => Driver === "overlay")
    .map((network) => {
      const encrypted = isEncrypted(network);
      const given = Number(network.Options?.[MTU_OPTION]);
      const reckons = Number.isInteger(given) && given > 0 ? given : DEFAULT_MTU;
      const ok = reckons <= underlay;
      const [has, fits] = [overlayMtu(reckons, encrypted), overlayMtu(underlay, encrypted)];
      return { network: network.Name, encrypted, reckons, has, fits, ok, option: ok ? "" : `--opt ${MTU_OPTION}=${underlay}` };
    });
}
