import type { Cluster } from "../../store/schema.ts";
import type { Tx } from "../tx.ts";

/** Join tokens of a swarm whose CA has this digest (50 characters of base 36). */
export function newTokens(tx: Tx, digest: string): Cluster["JoinTokens"] {
  return { Worker: token(tx, digest), Manager: token(tx, digest) };
}

function token(tx: Tx, digest: string): string {
  return `SWMTKN-1-${digest}-${tx.id()}`;
}

/** A token with a new secret part and the digest it had. */
export function rotated(tx: Tx, old: string): string {
  return token(tx, digestOf(old));
}

/** The digest of the CA that a token is for: its third part. */
export function digestOf(token: string): string {
  return token.split("-")[2] ?? "";
}

/** The digest of a CA as 64 hexadecimal characters. */
export function fingerprint(digest: string): string {
  let value = 0n;
  for (const character of digest) value = value * 36n + BigInt(Number.parseInt(character, 36));
  return value.toString(16).padStart(64, "0");
}

/** Whether a text has the form of a join token. */
export function isToken(text: string): boolean {
  return /^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/.test(text);
}

/** A key that unlocks a locked manager: 32 random bytes, base64 without padding. */
export function newUnlockKey(tx: Tx): string {
  return `SWMKEY-1-${Buffer.from(tx.random.bytes(32)).toString("base64").replace(/=+$/, "")}`;
}
