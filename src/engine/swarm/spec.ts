import { failure, type SwarmSpec } from "../../api/index.ts";

/** Settings of a swarm that was given none; durations in nanoseconds. */
export const DEFAULT_SPEC: SwarmSpec = {
  Name: "default",
  Labels: {},
  Orchestration: { TaskHistoryRetentionLimit: 5 },
  Raft: { SnapshotInterval: 10_000, KeepOldSnapshots: 0, LogEntriesForSlowFollowers: 500, ElectionTick: 10, HeartbeatTick: 1 },
  Dispatcher: { HeartbeatPeriod: 5_000_000_000 },
  CAConfig: { NodeCertExpiry: 7_776_000_000_000_000 },
  TaskDefaults: {},
  EncryptionConfig: { AutoLockManagers: false },
};

const HOUR = 3_600_000_000_000;

type CA = SwarmSpec["CAConfig"];

/** A number of ticks as swarmkit keeps it: 32 bits. */
const ticks = (value: number | undefined): number => Number(BigInt.asUintN(32, BigInt(value ?? 0)));

function caConfig(expiry: number | undefined, externals: CA["ExternalCAs"], rotate: number | undefined): CA {
  return {
    ...(expiry && { NodeCertExpiry: expiry }),
    ...(externals && externals.length > 0 && { ExternalCAs: externals }),
    ...(rotate && { ForceRotate: rotate }),
  };
}

/** Settings of a new swarm: those of `requested` that say something, put over the defaults, in the Engine's field order. */
export function initialSpec(requested: Partial<SwarmSpec>): SwarmSpec {
  const { Raft, Orchestration, Dispatcher, CAConfig } = DEFAULT_SPEC;
  const { Raft: raft, CAConfig: ca } = requested;
  return {
    Name: "default",
    Labels: requested.Labels ?? {},
    Orchestration: { TaskHistoryRetentionLimit: requested.Orchestration?.TaskHistoryRetentionLimit ?? Orchestration.TaskHistoryRetentionLimit },
    Raft: {
      ...Raft,
      SnapshotInterval: raft?.SnapshotInterval || Raft.SnapshotInterval,
      KeepOldSnapshots: raft?.KeepOldSnapshots ?? Raft.KeepOldSnapshots,
      LogEntriesForSlowFollowers: raft?.LogEntriesForSlowFollowers || Raft.LogEntriesForSlowFollowers,
      ElectionTick: ticks(raft?.ElectionTick) || Raft.ElectionTick,
      HeartbeatTick: ticks(raft?.HeartbeatTick) || Raft.HeartbeatTick,
    },
    Dispatcher: { HeartbeatPeriod: requested.Dispatcher?.HeartbeatPeriod || Dispatcher.HeartbeatPeriod },
    CAConfig: caConfig(ca?.NodeCertExpiry || CAConfig.NodeCertExpiry, ca?.ExternalCAs, ca?.ForceRotate),
    // The Engine takes a default log driver, and forgets it.
    TaskDefaults: {},
    EncryptionConfig: { AutoLockManagers: requested.EncryptionConfig?.AutoLockManagers ?? false },
  };
}

/** Settings of a swarm that is updated: `requested` is the whole of them, and what it leaves out, or sets to zero, is zero from now on. */
export function updatedSpec(spec: SwarmSpec, requested: SwarmSpec): SwarmSpec {
  const { Raft: raft, CAConfig: ca, Dispatcher: dispatcher } = requested;
  return {
    Name: "default",
    Labels: requested.Labels ?? {},
    Orchestration: { TaskHistoryRetentionLimit: requested.Orchestration?.TaskHistoryRetentionLimit ?? 0 },
    Raft: {
      ...(raft?.SnapshotInterval && { SnapshotInterval: raft.SnapshotInterval }),
      KeepOldSnapshots: raft?.KeepOldSnapshots ?? 0,
      ...(raft?.LogEntriesForSlowFollowers && { LogEntriesForSlowFollowers: raft.LogEntriesForSlowFollowers }),
      ElectionTick: raft?.ElectionTick === undefined ? spec.Raft.ElectionTick : ticks(raft.ElectionTick),
      HeartbeatTick: raft?.HeartbeatTick === undefined ? spec.Raft.HeartbeatTick : ticks(raft.HeartbeatTick),
    },
    Dispatcher: { ...(dispatcher?.HeartbeatPeriod && { HeartbeatPeriod: dispatcher.HeartbeatPeriod }) },
    CAConfig: caConfig(ca?.NodeCertExpiry, ca?.ExternalCAs, ca?.ForceRotate),
    TaskDefaults: {},
    EncryptionConfig: { AutoLockManagers: requested.EncryptionConfig?.AutoLockManagers ?? false },
  };
}

/** The settings with the swarm's own root certificate for each external authority that was given none. */
export function withCertificates(spec: SwarmSpec, certificate: string): SwarmSpec {
  const externals = spec.CAConfig.ExternalCAs?.map((ca) => ({ ...ca, CACert: ca.CACert || certificate }));
  return externals ? { ...spec, CAConfig: { ...spec.CAConfig, ExternalCAs: externals } } : spec;
}

/** Refuses settings that the Engine refuses before it asks swarmkit. */
export function validateWords({ Name, CAConfig }: Partial<SwarmSpec>): void {
  if (Name && Name !== "default") throw failure("swarm-name");
  for (const ca of CAConfig?.ExternalCAs ?? [])
    if ((ca?.Protocol ?? "").toLowerCase() !== "cfssl") throw failure("swarm-ca-protocol", { protocol: ca?.Protocol ?? "" });
}

/** Refuses settings that swarmkit refuses. */
export function validateSpec(spec: SwarmSpec): void {
  if ((spec.CAConfig.NodeCertExpiry ?? HOUR) < HOUR) throw failure("swarm-cert-expiry");
  if ((spec.Dispatcher.HeartbeatPeriod ?? 0) < 0) throw failure("swarm-heartbeat");
}
