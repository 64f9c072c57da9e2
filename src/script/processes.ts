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

/** Whether a process stands in another mount namespace than `own`, in which something is mounted at, or from, a path with `name` in it. */
function hasMount(pid: string, name: string, own: string | undefined): boolean {
  if (namespaceOf(pid) === own) return false;
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, "latin1").includes(name);
  } catch {
    return false;
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
 * every process of another mount namespace that has a mount with `mount` in its path, where the script had one. The number of a namespace
 * would not do: it is given anew as soon as the namespace has gone, at times to that of another program.
 */
export function endProcesses({ group, mark, mount }: { group: number; mark: string; mount: string | undefined }): void {
  kill(-group);
  let pids: string[] = [];
  try {
    pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  } catch {
    // Without /proc the process group has to do.
  }
  const own = namespaceOf("self");
  for (const pid of pids) if ((mount !== undefined && hasMount(pid, mount, own)) || hasInEnvironment(pid, `${mark}\0`)) kill(Number(pid));
}
