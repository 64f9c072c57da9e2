import type { Cluster } from "../../store/schema.ts";

const FIRST = 4096;
const LAST = 16_777_215;

/**
 * The VXLAN ids of a network with `count` subnets: those asked for in the option `requested` (comma list; they do not move
 * the cursor), else the next of the swarm's cursor; they are put into `used`. Undefined when one is taken, out of range, or no number: the engine
 * then leaves the network unallocated.
 */
export function allocateVxlanIds(cluster: Cluster, used: Set<number>, count: number, requested: string | undefined): number[] | undefined {
  const ids: number[] = [];
  if (requested !== undefined) {
    for (const word of requested.split(",")) {
      const id = /^[+-]?\d+$/.test(word) ? Number(word) : Number.NaN;
      if (!(id >= 0 && id <= LAST) || used.has(id) || ids.includes(id)) return undefined;
      ids.push(id);
    }
  }
  for (let tries = 0; ids.length < count && tries <= LAST - FIRST; tries++) {
    const id = cluster.Cursors.VXLAN;
    cluster.Cursors.VXLAN = id >= LAST ? FIRST : id + 1;
    if (!used.has(id) && !ids.includes(id)) ids.push(id);
  }
  if (ids.length < count) return undefined;
  for (const id of ids) used.add(id);
  return ids;
}
