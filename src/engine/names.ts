import { failure } from "../api/index.ts";
import { own } from "../values/own.ts";

const DNS_NAME = /^[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*$/;

/** Refuses a name that swarmkit refuses for networks and services: no DNS name component, or longer than 63 characters. */
export function validateName(name: string): void {
  if (!name) throw failure("name-missing");
  if (name.length > 63) throw failure("name-too-long");
  if (!DNS_NAME.test(name)) throw failure("name-not-dns");
}

/** An object by full ID, else exact name (case as given), else unique ID prefix; `ambiguous` throws for several. */
export function lookup<T extends { ID: string }>(
  objects: Record<string, T>,
  ref: string,
  nameOf: (object: T) => string | undefined,
  ambiguous: (count: number) => never,
): T | undefined {
  const exact = own(objects, ref);
  if (exact) return exact;
  const all = Object.values(objects);
  const named = all.filter((object) => nameOf(object) === ref);
  if (named.length > 1) ambiguous(named.length);
  if (named[0]) return named[0];
  // Nothing, too, is the start of every ID, as the engine sees it.
  const prefixed = all.filter((object) => object.ID.startsWith(ref));
  if (prefixed.length > 1) ambiguous(prefixed.length);
  return prefixed[0];
}
