import { createHash } from "node:crypto";
import type { CountedRandom } from "./random.ts";

/**
 * The same bytes for the same seed, place (`drawn`: draws made before) and count: SHA-256 of seed, draw and block number.
 * Each draw is a place of its own, however long it is.
 */
export function seededRandom(seed: string, drawn = 0): CountedRandom {
  return {
    drawn,
    bytes(count) {
      const draw = this.drawn++;
      const out = new Uint8Array(count);
      for (let block = 0; block * 32 < count; block++) {
        const hash = createHash("sha256").update(`${seed}\0${draw}\0${block}`).digest();
        out.set(hash.subarray(0, Math.min(32, count - block * 32)), block * 32);
      }
      return out;
    },
  };
}
