import type { SwarmSpec } from "../api/index.ts";
import type { Flags, ValuesOf } from "./command.ts";
import { externalCA } from "./options/external-ca.ts";
import { flag } from "./options/flag.ts";
import { duration, int64, uint64 } from "./options/values.ts";
import type { CliProfile } from "./profiles/index.ts";

/** Flags that `swarm init` and `swarm update` share. */
export const SPEC_FLAGS = [
  flag("cert-expiry", duration(7_776_000_000_000_000), "Validity period for node certificates (ns|us|ms|s|m|h)"),
  flag("dispatcher-heartbeat", duration(5_000_000_000), "Dispatcher heartbeat period (ns|us|ms|s|m|h)"),
  flag("external-ca", externalCA(), "Specifications of one or more certificate signing endpoints"),
  flag("max-snapshots", uint64(), "Number of additional Raft snapshots to retain"),
  flag("snapshot-interval", uint64(10_000), "Number of log entries between Raft snapshots"),
  flag("task-history-limit", int64(5), "Task history retention limit"),
];

type SpecValues = ValuesOf<typeof SPEC_FLAGS>;

/** The values of those of the flags that were given. */
export function givenSpec(flags: Flags<SpecValues>): Partial<SpecValues> {
  return Object.fromEntries(SPEC_FLAGS.filter(({ name }) => flags.changed(name)).map(({ name }) => [name, flags.get(name)]));
}

/** The settings that were given on the command line, put over `spec`. */
export function mergeSpec(spec: Partial<SwarmSpec>, given: Partial<SpecValues>): Partial<SwarmSpec> {
  const put = <T extends object>(base: T | undefined, values: Partial<T>): T =>
    ({ ...base, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) }) as T;
  return {
    ...spec,
    Orchestration: put(spec.Orchestration, { TaskHistoryRetentionLimit: given["task-history-limit"] }),
    Raft: put(spec.Raft, { SnapshotInterval: given["snapshot-interval"], KeepOldSnapshots: given["max-snapshots"] }),
    Dispatcher: put(spec.Dispatcher, { HeartbeatPeriod: given["dispatcher-heartbeat"] }),
    CAConfig: put(spec.CAConfig, { NodeCertExpiry: given["cert-expiry"], ExternalCAs: given["external-ca"] }),
  };
}

/** What is said of an unlock key, in the words of a version of the command line. */
export function unlockText(key: string, { extraBlankLines: isOlder }: Pick<CliProfile, "extraBlankLines">): string {
  return (
    "To unlock a swarm manager after it restarts, run the `docker swarm unlock`\ncommand and provide the following key:\n\n" +
    `    ${key}\n\n${isOlder ? "Please remember" : "Remember"} to store this key in a password manager, since without it you\nwill not be able to restart the manager.\n`
  );
}
