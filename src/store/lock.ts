import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { failure } from "../api/errors.ts";

/** How long a command waits for one holder of the lock, in milliseconds. */
const PATIENCE = 30_000;
/** Age in milliseconds at which a lock file that never got its holder's name counts as left behind. */
const NAMELESS = 10_000;

interface Holder {
  pid: number;
  /** Start time of the process as the kernel counts it, "" where that is not known: tells a reused pid from the holder. */
  started: string;
  host: string;
  /** A server holds it for as long as it runs: waiting is of no use. */
  server?: boolean;
}

/**
 * Takes the lock file of `path`, waiting up to `patience` milliseconds for each holder; a dead process's lock is taken over.
 * Gives the function that lets go. Rejects with state-locked, state-served where a server has it, or the Node error when the
 * file cannot be made.
 */
export async function takeLock(
  path: string,
  { patience = PATIENCE, server = false }: { patience?: number | undefined; server?: boolean } = {},
): Promise<() => void> {
  const lock = `${path}.lock`;
  let until = Date.now() + patience;
  let holder = "";
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    if (create(lock, server)) return () => letGo(lock);
    if (isDead(lock) && removeDead(lock)) continue;
    if (readHolder(lock)?.server) throw failure("state-served", { path, holder: describe(lock) });
    // Where the lock goes from one to the next, all get their turn: only a holder that keeps it is waited for in vain.
    const now = describe(lock);
    if (now !== holder) until = Date.now() + patience;
    holder = now;
    if (Date.now() >= until) throw failure("state-locked", { path, lock, seconds: Math.round(patience / 1000), holder: describe(lock) });
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}

/** Removes our lock. One that stays, because the disk fails, is taken over once this process has ended. */
function letGo(lock: string): void {
  try {
    rmSync(lock, { force: true });
  } catch {
    // What was to be said of the disk has been said by the write.
  }
}

function create(lock: string, server = false): boolean {
  try {
    const file = openSync(lock, "wx", 0o600);
    try {
      writeSync(file, JSON.stringify({ pid: process.pid, started: startTime(process.pid), host: hostname(), ...(server && { server }) } satisfies Holder));
    } catch (error) {
      letGo(lock);
      throw error;
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes the lock of a dead process. Two takers must not remove one after the other (the second would remove the first's
 * new lock), so they queue at a second exclusive file and look again while they hold it.
 */
function removeDead(lock: string): boolean {
  const gate = `${lock}.takeover`;
  if (!create(gate)) {
    if (isDead(gate)) rmSync(gate, { force: true });
    return false;
  }
  try {
    if (!isDead(lock)) return false;
    rmSync(lock, { force: true });
    return true;
  } finally {
    rmSync(gate, { force: true });
  }
}

function isDead(lock: string): boolean {
  const holder = readHolder(lock);
  if (holder === undefined) return isOld(lock);
  if (holder.host !== hostname()) return false;
  return !isAlive(holder.pid) || (holder.started !== "" && startTime(holder.pid) !== holder.started);
}

function readHolder(lock: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(lock, "utf8")) as Holder;
    return Number.isSafeInteger(holder.pid) && holder.pid > 0 ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isOld(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs > NAMELESS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function describe(lock: string): string {
  const holder = readHolder(lock);
  return holder ? `process ${holder.pid} on ${holder.host}` : "another process";
}
