import type { Action, Change } from "../../../src/plan/diff.ts";

/** What becomes of objects in a plan, by kind and name. */
export type Marks = ReadonlyMap<string, Action>;

/** Signs of what becomes of an object, as `dryswarm plan` prints them. */
export const SIGNS: Readonly<Record<Action, string>> = { add: "+", change: "~", replace: "-/+", remove: "-" };
/** The same in words. */
export const WORDS: Readonly<Record<Action, string>> = { add: "added", change: "changed", replace: "replaced", remove: "removed" };

/** The key of an object in {@link Marks}. */
export const keyOf = (kind: string, name: string): string => `${kind} ${name}`;

/** What a list of changes makes of each object. */
export const marksOf = (changes: readonly Change[]): Marks => new Map(changes.map(({ kind, name, action }) => [keyOf(kind, name), action]));
