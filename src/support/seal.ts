import { createHash } from "node:crypto";

/** What is kept of a secret's data. */
export interface SealedData {
  /** Size in bytes. */
  Size: number;
  /** SHA-256 of the secret's ID and its data, hexadecimal: tells other data from the same. */
  Digest: string;
}

/** Seals the data (base64) of the secret with an ID. */
export type Seal = (id: string, base64: string) => SealedData;

/** {@link Seal} with the digests of node:crypto. */
export const sealData: Seal = (id, base64) => {
  const data = Buffer.from(base64, "base64");
  return { Size: data.length, Digest: createHash("sha256").update(id).update("\0").update(data).digest("hex") };
};
