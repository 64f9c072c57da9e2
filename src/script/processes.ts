import { readdirSync, readFileSync, readlinkSync } from "node:fs";

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already, or another user's.
  }
}

/** The identity of the mount namespace of a process; undefined where it is gone or may not be asked. */
function namespaceOf(pid: number | string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    return undefined;
  }
}

function hasInEnvironment(pid: string, text: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(text);
  } catch {
    return false;
  }
}

/**
 * Ends all that a script has left running: its process group, every process that carries `mark` (`NAME=VALUE`) in its environment, and
 * every process in its mount namespace, where it had one.
 */
export function endProcesses({ group, mark, namespace }: { group: number; mark: string; namespace: string | undefined }): void {
  kill(-group);
  let pids: string[] = [];
  try {
    pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  } catch {
    // Without /proc the process group has to do.
  }
  const inNamespace = (pid: string): boolean => namespace !== undefined && namespace !== namespaceOf("self") && namespaceOf(pid) === namespace;
  for (const pid of pids) if (inNamespace(pid) || hasInEnvironment(pid, `${mark}\0`)) kill(Number(pid));
}
