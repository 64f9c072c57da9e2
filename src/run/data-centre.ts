import { type DataCentre, failure } from "../api/index.ts";
import type { Globals } from "../cli/dispatch/globals.ts";
import { createEngine, type EventLog, lateEventLog, nearestProfile } from "../engine/index.ts";
import { type FileStore, openStore } from "../store/file.ts";
import type { ChangeNote } from "../store/history.ts";
import type { Store } from "../store/tx.ts";
import type { Clock } from "../support/clock.ts";
import { redactedArgv } from "../values/redact-words.ts";
import type { Session } from "./command.ts";
import { clockOf, dependenciesOf, type Env } from "./settings.ts";

/** Open stores by file and engine: a script's commands that this process answers read a file anew only when another process has changed it. */
const stores = new Map<string, FileStore>();

/**
 * What the history of a state says of a session's command; undefined where DRYSWARM_HISTORY=0 asks for none. A command that runs within
 * another one, such as a plan's on a copy, has no history of its own.
 */
export function changeNote({ place, argv, run, redact }: Session): ChangeNote | undefined {
  if (place.env.DRYSWARM_HISTORY === "0") return undefined;
  return { run, argv: () => [place.program, ...redactedArgv(argv, redact)], now: () => clockOf(place.env).now() };
}

/** The store of a state file, opened once for each engine profile; changes through it bear the note. */
export function storeOf(path: string, engine: string, note?: ChangeNote): Store {
  const key = JSON.stringify([path, engine]);
  const known = stores.get(key) ?? openStore({ path, engine });
  stores.set(key, known);
  return note ? { view: known.view, update: (change) => known.update(change, note) } : known;
}

/** Event logs by state file: what any command of this process does to the file is heard by all who listen. */
const events = new Map<string, EventLog>();

/** The event log of a state file; made, and from then on kept by every command of this process, with the first call. */
export function shareEvents(path: string, clock: Clock, store: Store): EventLog {
  const known = events.get(path) ?? lateEventLog(clock, () => store.view((state) => state));
  events.set(path, known);
  return known;
}

/** Address of the server that `--server` or DRYSWARM_SERVER names; "" for none. */
export const serverUrl = (globals: Globals, env: Env): string => globals.flags.get("server") || env.DRYSWARM_SERVER || "";

/** A data centre to work on. */
export interface OpenDataCentre {
  readonly centre: DataCentre;
  /** Whether it is that of the state file, not of a server. */
  readonly local: boolean;
  /** Name of its engine profile; the version of a live engine that has none. */
  readonly engine: string;
}

/** Opens the simulated data centre of the state file, or the one that a server keeps. Rejects with the remote-* errors. */
export async function openDataCentre(session: Session, globals: Globals, path: string): Promise<OpenDataCentre> {
  const { env } = session.place;
  const url = serverUrl(globals, env);
  if (url) {
    const { connectTo } = await import("../remote/centre.ts");
    const { centre, version } = await connectTo(url, globals.flags.get("live"));
    return { centre, local: false, engine: nearestProfile(version)?.profile.name ?? version };
  }
  const dependencies = await dependenciesOf(globals, env, path);
  const shared = events.get(path);
  return {
    centre: createEngine(storeOf(path, dependencies.profile.name, changeNote(session)), { ...dependencies, ...(shared && { events: shared }) }),
    local: true,
    engine: dependencies.profile.name,
  };
}

/** Name of the first host; "node-1" where the state has none yet or cannot be read (the command that asks it for something then says so). */
export async function firstHost(centre: DataCentre): Promise<string> {
  const names = await centre.hostNames().catch(() => []);
  return names[0] ?? "node-1";
}

/** Version of the engine of a host, the first one where none is named; undefined where the state cannot be read, or has no such host. */
export async function engineOfHost(centre: DataCentre, named: string | undefined): Promise<string | undefined> {
  const hosts = await centre.hostList().catch(() => []);
  return (named === undefined ? hosts[0] : hosts.find(({ Name }) => Name === named))?.Engine;
}

/** Fails with state-remote: the state of a server is its own. */
export const noState = async (): Promise<never> => {
  throw failure("state-remote");
};
