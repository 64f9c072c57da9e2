import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Random } from "./ids.ts";

/** A source of random bytes that counts its draws: the state keeps the count, so that a seed goes on where it was. */
export interface CountedRandom extends Random {
  drawn: number;
}

/** The kernel's own source of random bytes. */
const DEVICE = "/dev/urandom";
/** Read from there at a time. */
const SUPPLY = 1024;

let supply = new Uint8Array(0);

/** Random bytes of the operating system. Node's own way to them loads all of its cryptography first, which takes milliseconds. */
function draw(count: number): Uint8Array {
  if (count > supply.length) supply = fromDevice(Math.max(count, SUPPLY)) ?? globalThis.crypto.getRandomValues(new Uint8Array(Math.max(count, SUPPLY)));
  const bytes = supply.slice(0, count);
  supply = supply.subarray(count);
  return bytes;
}

/** Bytes of the device; undefined where there is none. */
function fromDevice(count: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    const device = openSync(DEVICE, "r");
    try {
      const bytes = new Uint8Array(count);
      return fstatSync(device).isCharacterDevice() && readSync(device, bytes) === count ? bytes : undefined;
    } finally {
      closeSync(device);
    }
  } catch {
    return undefined;
  }
}

/** The operating system's randomness. */
export function realRandom(): CountedRandom {
  return {
    drawn: 0,
    bytes(count) {
      this.drawn++;
      return draw(count);
    },
  };
}
