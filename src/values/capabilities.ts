/** Docker's word for all capabilities, and its word for starting anew in an update. */
const [ALL, RESET] = ["ALL", "RESET"];

/** Names of capabilities in capitals, with CAP_. */
function normal(names: readonly string[]): Set<string> {
  const upper = names.map((name) => name.trim().toUpperCase());
  return new Set(upper.map((name) => (name === ALL || name === RESET || name.startsWith("CAP_") ? name : `CAP_${name}`)));
}

/** Capabilities to add and to drop, as docker sends them: sorted, ALL alone where it stands. */
export interface Capabilities {
  readonly add: string[];
  readonly drop: string[];
}

const listed = (names: ReadonlySet<string>): string[] => (names.has(ALL) ? [ALL] : [...names].sort());

/** Capabilities of a new service: those added are not dropped. */
export function effectiveCapabilities(add: readonly string[], drop: readonly string[]): Capabilities {
  const [added, dropped] = [new Set(listed(normal(add))), new Set(listed(normal(drop)))];
  const gone = [...dropped].filter((name) => !added.has(name));
  return { add: [...added].filter((name) => name !== RESET).sort(), drop: gone.filter((name) => name !== RESET).sort() };
}

/**
 * Capabilities of a service after an update. To drop what was added takes it from those added, and only a second time does it
 * count among those dropped; to add what was dropped likewise. RESET empties the list that it is given to.
 */
export function changedCapabilities(now: Capabilities, add: readonly string[], drop: readonly string[]): Capabilities {
  const [toAdd, toDrop] = [normal(add), normal(drop)];
  const added = toAdd.delete(RESET) ? new Set<string>() : normal(now.add);
  const dropped = toDrop.delete(RESET) ? new Set<string>() : normal(now.drop);
  for (const name of toDrop) if (!toAdd.has(name) && !added.delete(name)) dropped.add(name);
  for (const name of toAdd) if (!dropped.delete(name)) added.add(name);
  return { add: listed(added), drop: listed(dropped) };
}
