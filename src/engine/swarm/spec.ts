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

/** The settings with those of `wished` that are given put over them, in the Engine's field order. */
export function applySpec(spec: SwarmSpec, wished: Partial<SwarmSpec>): SwarmSpec {
  const raft = wished.Raft;
  const ca = wished.CAConfig;
  return {
    Name: "default",
    Labels: wished.Labels ?? spec.Labels,
    Orchestration: { TaskHistoryRetentionLimit: wished.Orchestration?.TaskHistoryRetentionLimit ?? spec.Orchestration.TaskHistoryRetentionLimit },
    Raft: {
      SnapshotInterval: raft?.SnapshotInterval || spec.Raft.SnapshotInterval,
      KeepOldSnapshots: raft?.KeepOldSnapshots ?? spec.Raft.KeepOldSnapshots,
      LogEntriesForSlowFollowers: raft?.LogEntriesForSlowFollowers || spec.Raft.LogEntriesForSlowFollowers,
      ElectionTick: spec.Raft.ElectionTick,
      HeartbeatTick: spec.Raft.HeartbeatTick,
    },
    Dispatcher: { HeartbeatPeriod: wished.Dispatcher?.HeartbeatPeriod || spec.Dispatcher.HeartbeatPeriod },
    CAConfig: {
      NodeCertExpiry: ca?.NodeCertExpiry || spec.CAConfig.NodeCertExpiry,
      ...((ca?.ExternalCAs ?? spec.CAConfig.ExternalCAs) && { ExternalCAs: ca?.ExternalCAs ?? spec.CAConfig.ExternalCAs }),
      ...((ca?.ForceRotate ?? spec.CAConfig.ForceRotate) && { ForceRotate: ca?.ForceRotate ?? spec.CAConfig.ForceRotate }),
    },
    TaskDefaults: wished.TaskDefaults ?? spec.TaskDefaults,
    EncryptionConfig: { AutoLockManagers: wished.EncryptionConfig?.AutoLockManagers ?? spec.EncryptionConfig.AutoLockManagers },
  };
}

/** Refuses settings that swarmkit refuses. */
export function validateSpec(spec: SwarmSpec): void {
  if ((spec.CAConfig.NodeCertExpiry ?? HOUR) < HOUR) throw failure("swarm-cert-expiry");
  if ((spec.Dispatcher.HeartbeatPeriod ?? 0) < 0) throw failure("swarm-heartbeat");
}
