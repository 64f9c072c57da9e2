/** A source of random bytes; the one that a seed feeds gives the same bytes for the same seed and count. */
export interface Random {
  bytes(count: number): Uint8Array;
}

/** A swarm object ID: 25 characters of 0-9a-z. There is a digit among the first twelve, so that no reader takes one for a word. */
export function swarmId(random: Random): string {
  let n = 0n;
  for (const byte of random.bytes(17)) n = (n << 8n) | BigInt(byte);
  const id = (n % 36n ** 25n).toString(36).padStart(25, "0");
  return /\d/.test(id.slice(0, 12)) ? id : swarmId(random);
}

/**
 * A hexadecimal ID of `length` characters: 64 for containers, endpoints and local networks. Its first twelve are no number and
 * no word.
 */
export function hexId(random: Random, length = 64): string {
  const id = Buffer.from(random.bytes(length / 2)).toString("hex");
  return length < 12 || (/[a-f]/.test(id.slice(0, 12)) && /\d/.test(id.slice(0, 12))) ? id : hexId(random, length);
}
