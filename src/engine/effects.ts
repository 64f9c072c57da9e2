/** Effects that engine code may have: the time, and fresh ids. A transaction gives them. */
export interface Effects {
  /** RFC 3339 with nanoseconds, later than any before. */
  now(): string;
  /** A swarm object ID: 25 characters of base 36. */
  id(): string;
  /** A hexadecimal ID, 64 characters unless said otherwise. */
  hex(length?: number): string;
}
