import type { EventMessage, EventsOptions, Filters } from "../../api/index.ts";
import type { State } from "../../store/schema.ts";
import type { Clock } from "../../support/clock.ts";
import { anyOf, hasLabels } from "../filters.ts";
import { type Happening, Observer } from "./observe.ts";

/** How many past events an engine tells of. */
const KEPT = 256;

interface Noted extends EventMessage {
  readonly owner: string;
}

/** Notes what happens in a data centre, and tells those who listen. */
export interface EventLog {
  /** Looks at the state that a transaction is about to leave. */
  observe(state: State): void;
  /** Events of a host: its own, and those of the swarm that it is a manager of. A filter that nobody knows is none. */
  read(host: string, options: EventsOptions): AsyncIterable<EventMessage>;
}

/** A log that tells of the events of all hosts and swarms, too. */
export interface WatchedLog extends EventLog {
  /** Calls `listener` with each event from now on. */
  watch(listener: (event: EventMessage) => void): void;
}

function passes(event: EventMessage, filters: Filters): boolean {
  const { ID, Attributes } = event.Actor;
  const named = (kind: string): boolean =>
    anyOf(filters[kind], (value) => event.Type === kind && (ID === value || ID.startsWith(value) || Attributes.name === value));
  return (
    anyOf(filters.type, (type) => event.Type === type) &&
    anyOf(filters.event, (action) => event.Action === action) &&
    anyOf(filters.scope, (scope) => event.scope === scope) &&
    anyOf(filters.image, (image) => Attributes.image === image || Attributes.image?.split(":")[0] === image) &&
    ["config", "container", "network", "node", "secret", "service", "volume"].every((kind) => filters[kind] === undefined || named(kind)) &&
    hasLabels(filters.label, Attributes)
  );
}

function message({ owner, scope, type, action, id, attributes }: Happening, at: bigint): Noted {
  const older = type === "container" ? { status: action, id, from: attributes.image ?? "" } : {};
  const Attributes = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { owner, ...older, Type: type, Action: action, Actor: { ID: id, Attributes }, scope, time: Number(at / 1_000_000_000n), timeNano: Number(at) };
}

/** A log on a clock. It tells what changes from the first state on that it sees. */
export function createEventLog(clock: Clock, first: State): WatchedLog {
  const observer = new Observer(first);
  let managers = managersOf(first);
  const kept: Noted[] = [];
  const listeners = new Set<(event: Noted) => void>();
  const hears = (host: string, owner: string): boolean => owner === host || managers.get(owner)?.has(host) === true;

  return {
    observe(state) {
      const members = managersOf(state);
      for (const [owner, hosts] of managers) if (!members.has(owner)) members.set(owner, hosts);
      managers = members;
      for (const happening of observer.happenings(state)) {
        const event = message(happening, clock.now());
        kept.push(event);
        if (kept.length > KEPT) kept.shift();
        for (const listener of listeners) listener(event);
      }
    },
    watch: (listener) => void listeners.add(listener),
    read(host, { since, until, filters = {} }) {
      const wanted = (event: Noted): boolean => hears(host, event.owner) && passes(event, filters) && (until === undefined || BigInt(event.timeNano) <= until);
      const past = since === undefined ? [] : kept.filter((event) => BigInt(event.timeNano) >= since && wanted(event));
      return stream(past, wanted, until !== undefined && until <= clock.now(), listeners);
    },
  };
}

/** A log that costs nothing until someone reads from it: it tells what happens from then on, starting with the state that `current` resolves to. */
export function lateEventLog(clock: Clock, current: () => Promise<State>): EventLog {
  let log: EventLog | undefined;
  const started = async (): Promise<EventLog> => {
    const state = await current();
    log ??= createEventLog(clock, state);
    return log;
  };
  return {
    observe: (state) => log?.observe(state),
    async *read(host, options) {
      yield* (await started()).read(host, options);
    },
  };
}

/** Hosts that are managers, by swarm. */
function managersOf(state: State): Map<string, Set<string>> {
  return new Map(
    Object.values(state.swarms).map((cluster) => [
      cluster.ID,
      new Set(
        Object.values(cluster.Nodes)
          .filter(({ ManagerStatus }) => ManagerStatus)
          .map(({ Host }) => Host),
      ),
    ]),
  );
}

/** Past events, then those to come unless it is `over`; the reader's `return` ends it. */
function stream(past: readonly Noted[], wanted: (event: Noted) => boolean, over: boolean, listeners: Set<(event: Noted) => void>): AsyncIterable<EventMessage> {
  const queue = [...past];
  let wake: (() => void) | undefined;
  let ended = over;
  const hear = (event: Noted): void => {
    if (!wanted(event)) return;
    queue.push(event);
    wake?.();
  };
  if (!over) listeners.add(hear);
  const next = async (): Promise<IteratorResult<EventMessage>> => {
    while (queue.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
    const event = queue.shift();
    if (!event) return { done: true, value: undefined };
    const { owner: _owner, ...value } = event;
    return { done: false, value };
  };
  const stop = async (): Promise<IteratorResult<EventMessage>> => {
    ended = true;
    listeners.delete(hear);
    wake?.();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
}
