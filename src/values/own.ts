/** Records whose keys a user names: "constructor" and "__proto__" are names like any other. */

/** The member of a record that a user named; never what every object inherits ("constructor"). */
export function own<T>(record: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets a member of a record that a user named, be it "__proto__". */
export function put<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, configurable: true, enumerable: true, writable: true });
}
