import { parseIPv4 } from "./cidr.ts";

/** MAC address of an endpoint on an overlay: 02:42 and the four bytes of its IPv4 address. */
export function overlayMac(address: string): string {
  const value = parseIPv4(address) ?? 0;
  const bytes = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  return ["02", "42", ...bytes.map((byte) => byte.toString(16).padStart(2, "0"))].join(":");
}

/** A random, locally administered unicast MAC address from six bytes. */
export function randomMac(bytes: Uint8Array): string {
  const [first = 0, ...rest] = bytes;
  return [(first & 0xfc) | 2, ...rest].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Whether a text is a hardware address as Go's net.ParseMAC takes it: 6, 8 or 20 bytes, by colons, dashes, or dots in groups of two bytes. */
export function isMac(text: string): boolean {
  const pairs = /^[0-9a-f]{2}(?:(?::[0-9a-f]{2})+|(?:-[0-9a-f]{2})+)$/i.test(text) ? text.split(/[:-]/).length : 0;
  const quads = /^[0-9a-f]{4}(?:\.[0-9a-f]{4})+$/i.test(text) ? text.split(".").length * 2 : 0;
  return [6, 8, 20].includes(pairs || quads);
}
