import { failure, type SwarmSpec, type SwarmUpdateFlags } from "../../api/index.ts";
import type { Cluster } from "../../store/schema.ts";
import { type MakeCA, nanoseconds, type Tx } from "../tx.ts";
import { updatedSpec, validateSpec, validateWords, withCertificates } from "./spec.ts";
import { newTokens, newUnlockKey, rotated } from "./tokens.ts";

/** Changes the settings of a swarm, and rotates tokens and keys (`POST /swarm/update`). */
export function updateSwarm(tx: Tx, cluster: Cluster, version: number, requested: SwarmSpec, flags: SwarmUpdateFlags, makeCA: MakeCA): void {
  validateWords(requested);
  if (version !== cluster.Version.Index) throw failure("swarm-out-of-sequence");
  if (requested.CAConfig?.SigningCAKey && !requested.CAConfig.SigningCACert) throw failure("swarm-ca-key-alone");
  const spec = withCertificates(updatedSpec(cluster.Spec, requested), cluster.CA.Certificate);
  validateSpec(spec);
  const { SigningCACert: Certificate, SigningCAKey: Key = "", ForceRotate = 0 } = requested.CAConfig;
  const isForced = ForceRotate !== (cluster.Spec.CAConfig.ForceRotate ?? 0);
  cluster.Spec = spec;
  if (Certificate) rotateCA(tx, cluster, makeCA, { Certificate, Key });
  else if (isForced) rotateCA(tx, cluster, makeCA);
  if (flags.rotateWorkerToken) cluster.JoinTokens.Worker = rotated(tx, cluster.JoinTokens.Worker);
  if (flags.rotateManagerToken) cluster.JoinTokens.Manager = rotated(tx, cluster.JoinTokens.Manager);
  const locked = spec.EncryptionConfig.AutoLockManagers;
  if (!locked) cluster.UnlockKey = "";
  else if (!cluster.UnlockKey || flags.rotateManagerUnlockKey) cluster.UnlockKey = newUnlockKey(tx);
  tx.touch(cluster, cluster);
}

/** Time that a root certificate must hold at least, nanoseconds. */
const YEAR = 365n * 86_400n * 1_000_000_000n;

/** Gives the swarm a new root certificate, made or brought, and tokens for it; the nodes have certificates of it at once. */
function rotateCA(tx: Tx, cluster: Cluster, makeCA: MakeCA, own?: { Certificate: string; Key: string }): void {
  const now = nanoseconds(tx.now());
  const { Digest, NotAfter, ...CA } = readable(() => makeCA(tx.random, now, own));
  if (NotAfter < now + YEAR) throw failure("swarm-ca-expires-soon");
  // No host answers for an external authority in a dry run: one that is to sign in place of a key is never reached.
  if (own && !own.Key) throw failure("swarm-ca-no-external");
  if (CA.Certificate === cluster.CA.Certificate) return;
  cluster.CA = CA;
  cluster.JoinTokens = newTokens(tx, Digest);
  for (const node of Object.values(cluster.Nodes)) {
    node.Description.TLSInfo = { TrustRoot: CA.Certificate, CertIssuerSubject: CA.Subject, CertIssuerPublicKey: CA.PublicKey };
    tx.touch(cluster, node);
  }
}

/** Reads a certificate; fails in the engine's words where it cannot be read. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw failure("swarm-ca-unreadable");
  }
}
