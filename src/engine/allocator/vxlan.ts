import type { Cluster } from "../../store/schema.ts";

export const VXLAN_LIST = "com.docker.network.driver.overlay.vxlanid_list";
const FIRST = 4096;
const LAST = 16_777_215;

/** VXLAN ids in use by the allocated networks of a swarm. */
function inUse(cluster: Cluster): Set<number> {
  const ids = Object.values(cluster.Networks).flatMap((network) => (network.DriverState?.Options?.[VXLAN_LIST] ?? "").split(","));
  return new Set(ids.filter(Boolean).map(Number));
}

/**
 * The VXLAN ids of a network with `count` subnets: those asked for in the option `wished` (comma list; they do not move
 * the cursor), else the next of the swarm's cursor. Undefined when one is taken, out of range, or no number: the engine
 * then leaves the network unallocated.
 */
export function allocateVxlanIds(cluster: Cluster, count: number, wished: string | undefined): number[] | undefined {
  const used = inUse(cluster);
  const ids: number[] = [];
  if (wished !== undefined) {
    for (const word of wished.split(",")) {
      const id = /^[+-]?\d+$/.test(word) ? Number(word) : Number.NaN;
      if (!(id >= 0 && id <= LAST) || used.has(id)) return undefined;
      used.add(id);
      ids.push(id);
    }
  }
  for (let tries = 0; ids.length < count && tries <= LAST - FIRST; tries++) {
    const id = cluster.Cursors.VXLAN;
    cluster.Cursors.VXLAN = id >= LAST ? FIRST : id + 1;
    if (!used.has(id)) ids.push(id);
  }
  return ids.length < count ? undefined : ids;
}
