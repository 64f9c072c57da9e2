import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../api/errors.ts";
import { named, target } from "./disk.ts";
import { lockFor, readText, writeText } from "./file.ts";
import { beginChange, type ChangeNote, duplicate } from "./history.ts";
import { readState } from "./migrate.ts";
import { stateText } from "./packed-state.ts";
import { SCHEMA, type State } from "./schema.ts";
import { emptyState } from "./tx.ts";

/**
 * Forks: states with a name, beside the one that commands work on, for what-ifs. They are kept in the folder `FILE.forks`; the state itself
 * says which one it is, so that a switch is one replaced file.
 * @module
 */

/** Name of the state that was there first. */
export const MAIN = "main";

/** A fork, and whether commands work on it. */
export interface ForkRow {
  readonly name: string;
  readonly current: boolean;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,62}$/;
const folderOf = (file: string): string => `${file}.forks`;
const placeOf = (file: string, name: string): string => join(folderOf(file), `${name}.json`);
const nameOf = (state: State | undefined): string => state?.fork ?? MAIN;

/** The state of a file; undefined where there is none. Throws the state-* errors. */
function stateOf(path: string): State | undefined {
  const text = readText(path);
  return text === undefined ? undefined : readState(text, path);
}

/** Runs with the lock of the file; what the file system fails with is a state-write. */
async function locked<T>(path: string, work: (file: string) => T): Promise<T> {
  const release = await lockFor(path);
  try {
    return work(target(path));
  } catch (error) {
    throw named("state-write", path, error);
  } finally {
    release();
  }
}

function namesIn(file: string): string[] {
  if (!existsSync(folderOf(file))) return [];
  return readdirSync(folderOf(file))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

/** All forks by name, the current one among them. Throws the state-* errors. */
export function listForks(path: string): ForkRow[] {
  const file = target(path);
  const current = nameOf(stateOf(path));
  return [...new Set([current, ...namesIn(file)])].sort().map((name) => ({ name, current: name === current }));
}

/** Path of the file of a fork, the current one's being the state file; undefined where there is none of that name. Throws the state-* errors. */
export function forkFile(path: string, name: string): string | undefined {
  const file = target(path);
  const fork = listForks(path).find((row) => row.name === name);
  return fork && (fork.current ? path : placeOf(file, name));
}

/** Makes a fork of the state as it is now; commands go on with the state. `engine` is that of a state that is not there yet. Rejects with fork-name, fork-there and the state-* errors. */
export function makeFork(path: string, name: string, engine: string): Promise<void> {
  return locked(path, (file) => {
    if (!NAME.test(name)) throw failure("fork-name", { name });
    if (listForks(path).some((row) => row.name === name)) throw failure("fork-there", { name });
    mkdirSync(folderOf(file), { recursive: true, mode: 0o700 });
    const state = stateOf(path) ?? emptyState(engine, SCHEMA);
    writeText(placeOf(file, name), stateText({ ...state, fork: name }));
  });
}

/** Goes on with a fork; the state that was current stays as a fork of its name. Returns whether it was another one. Rejects with fork-missing and the state-* errors. */
export function switchFork(path: string, name: string, note: ChangeNote | undefined): Promise<boolean> {
  return locked(path, (file) => {
    const state = stateOf(path);
    const current = nameOf(state);
    if (name === current) return false;
    const known = listForks(path);
    if (!known.some((row) => row.name === name)) throw failure("fork-missing", { name, known: known.map((row) => row.name).join(", ") });
    stateOf(placeOf(file, name));
    if (state) {
      mkdirSync(folderOf(file), { recursive: true, mode: 0o700 });
      duplicate(file, `${placeOf(file, current)}.tmp`);
      renameSync(`${placeOf(file, current)}.tmp`, placeOf(file, current));
    }
    const change = beginChange(file, note);
    duplicate(placeOf(file, name), `${file}.tmp`);
    renameSync(`${file}.tmp`, file);
    change.done();
    return true;
  });
}

/** Removes forks. Rejects with fork-missing, fork-current and the state-* errors; those before the bad one are gone then. */
export function removeFork(path: string, name: string): Promise<void> {
  return locked(path, (file) => {
    const known = listForks(path);
    const fork = known.find((row) => row.name === name);
    if (!fork) throw failure("fork-missing", { name, known: known.map((row) => row.name).join(", ") });
    if (fork.current) throw failure("fork-current", { name });
    rmSync(placeOf(file, name), { force: true });
  });
}
