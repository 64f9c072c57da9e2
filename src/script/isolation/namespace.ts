import { spawnSync } from "node:child_process";
import type { Isolation } from "../../cli/command.ts";

/** A file or folder of this run, and what it stands in the place of. */
export interface Cover {
  readonly source: string;
  readonly target: string;
}

/** A way to a mount namespace of one's own. */
export interface Namespace {
  readonly kind: "root" | "user" | "bubblewrap" | "sudo";
  /** The command line that makes it and runs `command` in it. */
  enter(script: string, covers: readonly Cover[], command: readonly string[]): string[];
}

/** Whether a command line ends with status 0 here. */
const works = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: "ignore", timeout: 10_000 }).status === 0;

/**
 * The first way that works on this machine: as root, by an unprivileged user namespace, by bubblewrap, by sudo without a password.
 * Undefined where there is none: another system than Linux, a container without the right, a kernel that forbids it.
 */
export function findNamespace({ sudo, network }: Isolation): Namespace | undefined {
  if (process.platform !== "linux") return undefined;
  const own = ["--mount", "--propagation", "private", ...(network ? [] : ["--net"])];
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid === 0 && works("unshare", ...own, "true"))
    return { kind: "root", enter: (script, _covers, command) => ["unshare", ...own, "sh", script, ...command] };
  const mapped = ["--user", "--map-root-user", ...own];
  if (uid !== 0 && works("unshare", ...mapped, "unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`, "true"))
    return { kind: "user", enter: (script, _covers, command) => ["unshare", ...mapped, "sh", script, ...command] };
  const wrapped = ["--dev-bind", "/", "/", ...(network ? [] : ["--unshare-net"])];
  if (works("bwrap", ...wrapped, "true"))
    return {
      kind: "bubblewrap",
      enter: (script, covers, command) => [
        "bwrap",
        ...wrapped,
        ...covers.flatMap(({ source, target }) => ["--bind", source, target]),
        "--",
        "sh",
        script,
        ...command,
      ],
    };
  if (uid !== 0 && sudo && works("sudo", "-n", "unshare", ...own, "true"))
    return { kind: "sudo", enter: (script, _covers, command) => ["sudo", "-n", "unshare", ...own, "sh", script, ...command] };
  return undefined;
}
