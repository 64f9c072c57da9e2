/** Stands in a browser for what is used of node:crypto. Digests and keys are as Node makes them; certificates cannot be read. */
import { sha1 } from "@noble/hashes/sha1";
import { sha256 } from "@noble/hashes/sha2";

const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === "string" ? new TextEncoder().encode(data) : data);

/** A digest in the making. */
export function createHash(name: "sha1" | "sha256") {
  const hash = (name === "sha1" ? sha1 : sha256).create();
  const made = {
    update: (data: string | Uint8Array) => {
      hash.update(bytesOf(data));
      return made;
    },
    digest: (encoding?: "hex" | "base64") => {
      const bytes = Buffer.from(hash.digest());
      return encoding ? bytes.toString(encoding) : bytes;
    },
  };
  return made;
}

/** Of an elliptic curve's key (RFC 5915, DER) the form in which PKCS #8 has it, PEM. */
export function createPrivateKey({ key }: { key: Uint8Array }) {
  // Version 0, and the algorithm: an elliptic curve, P-256.
  const head = [0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
  const element = (tag: number, body: readonly number[]): number[] => [tag, ...(body.length < 128 ? [body.length] : [0x81, body.length]), ...body];
  const der = element(0x30, [...head, ...element(0x04, [...key])]);
  const lines = Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g);
  return { export: () => `-----BEGIN PRIVATE KEY-----\n${lines?.join("\n")}\n-----END PRIVATE KEY-----\n` };
}

/** Certificates that a user brings are read by Node alone. */
export class X509Certificate {
  constructor() {
    throw new Error("certificates of one's own cannot be read in a browser");
  }
}
