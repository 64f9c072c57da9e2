import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { p256 } from "@noble/curves/p256";
import type { Random } from "./ids.ts";

/** A swarm's root certificate: PEM texts, DER parts in base64, and its SHA-256 as 50 characters of base 36. */
export interface RootCertificate {
  Certificate: string;
  Key: string;
  Subject: string;
  PublicKey: string;
  Digest: string;
  /** Time after which it is no longer valid, nanoseconds since 1970. */
  NotAfter: bigint;
}

/** A root certificate that a user brings, and its key: PEM texts. */
export interface OwnCertificate {
  Certificate: string;
  Key: string;
}

const YEARS = 20;
const OID_COMMON_NAME = [0x55, 0x04, 0x03];
const OID_EC_PUBLIC_KEY = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const OID_P256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const OID_ECDSA_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const OID_BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const OID_KEY_USAGE = [0x55, 0x1d, 0x0f];
const OID_SUBJECT_KEY_ID = [0x55, 0x1d, 0x0e];

type Bytes = Uint8Array | readonly number[];

/** One DER element: tag, length, content. */
function der(tag: number, ...content: Bytes[]): Uint8Array {
  const body = Buffer.concat(content.map((part) => Uint8Array.from(part)));
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Uint8Array.from([tag, ...length]), body]);
}

const sequence = (...parts: Bytes[]): Uint8Array => der(0x30, ...parts);
const oid = (id: readonly number[]): Uint8Array => der(0x06, id);
const positive = (bytes: Uint8Array): Uint8Array => der(0x02, (bytes[0] ?? 0) & 0x80 ? [0] : [], bytes);
const bitString = (bytes: Bytes, unused = 0): Uint8Array => der(0x03, [unused], bytes);
const extension = (id: readonly number[], critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(id), critical ? der(0x01, [0xff]) : [], der(0x04, value));

function time(date: Date): Uint8Array {
  const text = date.toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** A private key from random bytes: drawn again in the unheard-of case that it is out of range. */
function privateKey(random: Random): Uint8Array {
  for (;;) {
    const key = random.bytes(32);
    if (p256.utils.isValidPrivateKey(key)) return key;
  }
}

/** SHA-256 of a certificate as 50 characters of base 36, as join tokens have it. */
function digestOf(certificate: Uint8Array): string {
  const digest = BigInt(`0x${createHash("sha256").update(certificate).digest("hex")}`);
  return digest.toString(36).padStart(50, "0").slice(0, 50);
}

/** The DER elements, tags and lengths with them, that stand in the one at `at`. */
function elements(bytes: Uint8Array, at = 0): Uint8Array[] {
  const spanOf = (start: number): { body: number; end: number } => {
    const first = bytes[start + 1] ?? 0;
    const long = first > 127 ? first - 128 : 0;
    const length = long === 0 ? first : bytes.subarray(start + 2, start + 2 + long).reduce((sum, byte) => sum * 256 + byte, 0);
    return { body: start + 2 + long, end: start + 2 + long + length };
  };
  const { body, end } = spanOf(at);
  const parts: Uint8Array[] = [];
  for (let next = body; next < end; next = spanOf(next).end) parts.push(bytes.subarray(next, spanOf(next).end));
  return parts;
}

/** What a swarm needs to know of a root certificate that its user brings. Throws where it cannot be read. */
function ownRootCertificate({ Certificate, Key }: OwnCertificate): RootCertificate {
  const parsed = new X509Certificate(Certificate);
  const [body = new Uint8Array()] = elements(parsed.raw);
  // Version (left out in the oldest form), serial number, algorithm, issuer, validity, subject.
  const fields = elements(body).filter(([tag]) => tag !== 0xa0);
  return {
    Certificate: parsed.toString(),
    Key,
    Subject: Buffer.from(fields[4] ?? []).toString("base64"),
    PublicKey: parsed.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    Digest: digestOf(parsed.raw),
    NotAfter: BigInt(Date.parse(parsed.validTo)) * 1_000_000n,
  };
}

/**
 * Makes the self-signed root certificate of a swarm, unless its user brings `own`, as swarmkit does: ECDSA P-256, subject CN=swarm-ca, valid for 20 years
 * from an hour before `notBefore` (nanoseconds since 1970). Signing is deterministic (RFC 6979): the same random bytes give
 * the same certificate.
 */
export function newRootCertificate(random: Random, notBefore: bigint, own?: OwnCertificate): RootCertificate {
  if (own) return ownRootCertificate(own);
  const key = privateKey(random);
  const point = p256.getPublicKey(key, false);
  const start = new Date(Math.floor(Number(notBefore / 60_000_000_000n)) * 60_000);
  const end = new Date(start.getTime() + YEARS * 365 * 86_400_000);
  const name = sequence(der(0x31, sequence(oid(OID_COMMON_NAME), der(0x13, Buffer.from("swarm-ca")))));
  const publicKey = sequence(sequence(oid(OID_EC_PUBLIC_KEY), oid(OID_P256)), bitString(point));
  const algorithm = sequence(oid(OID_ECDSA_SHA256));
  const keyId = createHash("sha1").update(point).digest();
  const extensions = sequence(
    extension(OID_KEY_USAGE, true, bitString([0x06], 1)),
    extension(OID_BASIC_CONSTRAINTS, true, sequence(der(0x01, [0xff]))),
    extension(OID_SUBJECT_KEY_ID, false, der(0x04, keyId)),
  );
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    positive(random.bytes(16)),
    algorithm,
    name,
    sequence(time(start), time(end)),
    name,
    publicKey,
    der(0xa3, extensions),
  );
  const signature = p256.sign(createHash("sha256").update(body).digest(), key, { lowS: false }).toDERRawBytes();
  const certificate = sequence(body, algorithm, bitString(signature));
  const ecKey = sequence(der(0x02, [1]), der(0x04, key), der(0xa0, oid(OID_P256)), der(0xa1, bitString(point)));
  return {
    Certificate: pem("CERTIFICATE", certificate),
    Key: createPrivateKey({ key: Buffer.from(ecKey), format: "der", type: "sec1" })
      .export({ format: "pem", type: "pkcs8" })
      .toString(),
    Subject: Buffer.from(name).toString("base64"),
    PublicKey: Buffer.from(publicKey).toString("base64"),
    Digest: digestOf(certificate),
    NotAfter: BigInt(end.getTime()) * 1_000_000n,
  };
}
