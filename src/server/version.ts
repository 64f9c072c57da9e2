import { failure } from "../api/index.ts";

/** Versions of the Engine API that an engine speaks, by their second number: 1.24 to 1.51 are 24 to 51. */
export interface ApiVersions {
  readonly min: number;
  readonly max: number;
}

/** Order of two versions by their numbers ("1.9" is before "1.24"); a part that is not there counts as 0. */
function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split(".").map(Number)) as [number[], number[]];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * Splits `/v1.51/networks` into the version asked for and the rest of the path; a path without one asks for the newest.
 * Throws api-too-old and api-too-new in the Engine's words.
 */
export function splitVersion(path: string, versions: ApiVersions): { version: number; path: string } {
  const match = /^\/v([\d.]+)(\/.*)$/s.exec(path);
  if (!match) return { version: versions.max, path };
  const [, version = "", rest = "/"] = match;
  const [min, max] = [`1.${versions.min}`, `1.${versions.max}`];
  if (compare(version, min) < 0) throw failure("api-too-old", { version, min });
  if (compare(version, max) > 0) throw failure("api-too-new", { version, max });
  return { version: Number(version.split(".")[1]), path: rest };
}
