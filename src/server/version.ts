import { failure } from "../api/index.ts";

/** Versions of the Engine API that are spoken: 1.24 to 1.51. */
export const MIN_VERSION = 24;
export const MAX_VERSION = 51;

/**
 * Splits `/v1.51/networks` into the version asked for and the rest of the path; a path without one asks for the newest.
 * Throws api-too-old and api-too-new in the Engine's words.
 */
export function splitVersion(path: string): { version: number; path: string } {
  const match = /^\/v(\d+)\.(\d+)(\/.*)$/.exec(path);
  if (!match) return { version: MAX_VERSION, path };
  const [, major = "1", minor = "0", rest = "/"] = match;
  const asked = `${major}.${minor}`;
  if (Number(major) < 1 || (major === "1" && Number(minor) < MIN_VERSION)) throw failure("api-too-old", { version: asked, min: `1.${MIN_VERSION}` });
  if (Number(major) > 1 || Number(minor) > MAX_VERSION) throw failure("api-too-new", { version: asked, max: `1.${MAX_VERSION}` });
  return { version: Number(minor), path: rest };
}
