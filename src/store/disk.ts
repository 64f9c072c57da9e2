import { isAscii } from "node:buffer";
import { closeSync, fchownSync, fstatSync, fsyncSync, openSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DryswarmError, type ErrorCode, failure } from "../api/errors.ts";

/** Text of a file, undefined where there is none. Throws Node's error. */
export function readIfThere(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    // Most states are plain ASCII, which takes half the time to become a string.
    return isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The file behind a symlink, which need not exist yet. */
export function target(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  try {
    return target(resolve(dirname(path), readlinkSync(path)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EINVAL") return resolve(path);
    throw error;
  }
}

/** A file that root writes, by `sudo`, stays that of its user: of the file before, or of the folder it is made in. */
export function keepOwner(handle: number, { uid, gid }: { uid: number; gid: number }): void {
  if (process.getuid?.() === 0 && uid !== 0) fchownSync(handle, uid, gid);
}

/** Makes the names in a folder last; file systems that cannot sync a directory do without. */
export function syncDirectory(path: string): void {
  try {
    const handle = openSync(path, "r");
    try {
      if (fstatSync(handle).isDirectory()) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The files are in place already.
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EIO: "an input/output error of the disk",
  ENOENT: "its folder is gone",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is exceeded",
  ENOTDIR: "a part of the path is not a directory",
  EEXIST: "a part of the path is not a directory",
  EISDIR: "it is a directory",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
};

/** The error of the table for what the file system fails with. */
export function named(code: ErrorCode, path: string, error: unknown): DryswarmError {
  if (error instanceof DryswarmError) return error;
  const { code: errno = "", message } = error as NodeJS.ErrnoException;
  return failure(code, { path, cause: CAUSES[errno] ?? message });
}
