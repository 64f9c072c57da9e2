/**
 * Marks of what was changed in a state, so that the cost of storing a change, and of telling it to those who listen, follows the change and not
 * the size of the swarm. Whoever changes a host, or an object of a swarm, says so; writing an object at the next raft index (`Tx.touch`) does.
 * Folding the state takes the marks of swarms away. The tests' store holds every transaction of every test against the whole state.
 * @module
 */

import type { Cluster, Host } from "./schema.ts";

/** A node, network, service, secret, config or task. */
interface Member {
  readonly ID: string;
}

const hosts = new WeakSet<Host>();

/** Notes that a host was changed: anything of it but its containers, which say so themselves. */
export function markHost(host: Host): void {
  hosts.add(host);
}

/** Whether a host was changed since its mark was taken away. */
export const isMarked = (host: Host): boolean => hosts.has(host);

/** Takes the mark of a host away. */
export function clearHost(host: Host): void {
  hosts.delete(host);
}

/** Marks in a swarm. */
interface Marks {
  /** Objects that came, went or changed, in the order in which that was first said; tasks among them. */
  readonly members: Set<Member>;
  /** Keys of the cursors of addresses that moved or went. */
  readonly cursors: Set<string>;
}

const marks = new WeakMap<Cluster, Marks>();
const NONE: Marks = { members: new Set(), cursors: new Set() };

function marksFor(cluster: Cluster): Marks {
  const known = marks.get(cluster) ?? { members: new Set(), cursors: new Set() };
  marks.set(cluster, known);
  return known;
}

/** Notes that an object of a swarm came, went or changed. */
export function markMember(cluster: Cluster, member: Member): void {
  marksFor(cluster).members.add(member);
}

/** Notes that a cursor of addresses (`Cursors.Addresses`) moved or went. */
export function markCursor(cluster: Cluster, key: string): void {
  marksFor(cluster).cursors.add(key);
}

/** The marks of a swarm since they were taken away last. */
export const marksOf = (cluster: Cluster): Readonly<{ members: ReadonlySet<Member>; cursors: ReadonlySet<string> }> => marks.get(cluster) ?? NONE;

/** Takes the marks of a swarm away. */
export function clearMarks(cluster: Cluster): void {
  marks.delete(cluster);
}
