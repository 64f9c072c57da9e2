import type { Random } from "./ids.ts";

/** A source of random bytes that counts its draws: the state keeps the count, so that a seed goes on where it was. */
export interface CountedRandom extends Random {
  drawn: number;
}

/** The operating system's randomness. */
export function realRandom(): CountedRandom {
  return {
    drawn: 0,
    bytes(count) {
      this.drawn++;
      // The global one is there when it is asked for; importing node:crypto takes a millisecond each time.
      return globalThis.crypto.getRandomValues(new Uint8Array(count));
    },
  };
}
