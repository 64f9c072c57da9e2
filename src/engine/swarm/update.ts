import { failure, type SwarmSpec, type SwarmUpdateFlags } from "../../api/index.ts";
import type { Cluster } from "../../store/schema.ts";
import { type MakeCA, nanoseconds, type Tx } from "../tx.ts";
import { updatedSpec, validateSpec, validateWords, withCertificates } from "./spec.ts";
import { newUnlockKey, rotated, withDigest } from "./tokens.ts";

/** Changes the settings of a swarm, and rotates tokens and keys (`POST /swarm/update`). */
export function updateSwarm(tx: Tx, cluster: Cluster, version: number, wished: SwarmSpec, flags: SwarmUpdateFlags, makeCA: MakeCA): void {
  validateWords(wished);
  if (version !== cluster.Version.Index) throw failure("swarm-out-of-sequence");
  if (wished.CAConfig?.SigningCAKey && !wished.CAConfig.SigningCACert) throw failure("swarm-ca-key-alone");
  const spec = withCertificates(updatedSpec(cluster.Spec, wished), cluster.CA.Certificate);
  validateSpec(spec);
  const rotation = (wished.CAConfig.ForceRotate ?? 0) !== (cluster.Spec.CAConfig.ForceRotate ?? 0) || Boolean(wished.CAConfig.SigningCACert);
  cluster.Spec = spec;
  if (rotation) rotateCA(tx, cluster, makeCA);
  if (flags.rotateWorkerToken) cluster.JoinTokens.Worker = rotated(tx, cluster.JoinTokens.Worker);
  if (flags.rotateManagerToken) cluster.JoinTokens.Manager = rotated(tx, cluster.JoinTokens.Manager);
  const locked = spec.EncryptionConfig.AutoLockManagers;
  if (!locked) cluster.UnlockKey = "";
  else if (!cluster.UnlockKey || flags.rotateManagerUnlockKey) cluster.UnlockKey = newUnlockKey(tx);
  tx.touch(cluster, cluster);
}

/** Gives the swarm a new root certificate; the nodes have certificates of it at once. */
function rotateCA(tx: Tx, cluster: Cluster, makeCA: MakeCA): void {
  const { Digest, ...CA } = makeCA(tx.random, nanoseconds(tx.now()));
  cluster.CA = CA;
  cluster.JoinTokens = { Worker: withDigest(cluster.JoinTokens.Worker, Digest), Manager: withDigest(cluster.JoinTokens.Manager, Digest) };
  for (const node of Object.values(cluster.Nodes)) {
    node.Description.TLSInfo = { TrustRoot: CA.Certificate, CertIssuerSubject: CA.Subject, CertIssuerPublicKey: CA.PublicKey };
    tx.touch(cluster, node);
  }
}
