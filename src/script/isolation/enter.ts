import { quoted } from "../docker-shim.ts";
import type { Cover, Namespace } from "./namespace.ts";

/** What the script that runs first in a namespace needs to know. */
export interface EnterOptions {
  readonly kind: Namespace["kind"];
  readonly covers: readonly Cover[];
  /** File that is made once everything is in place. */
  readonly entered: string;
  /** Whether the namespace has a network of its own, whose loopback has to be brought up. */
  readonly ownNetwork: boolean;
  /** Environment of the command: sudo takes it away. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly gid: number;
}

const LOOPBACK = `ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || busybox ip link set lo up 2>/dev/null || echo "dryswarm: no loopback: neither ip nor ifconfig is there" >&2\n`;

/** Shell lines that export an environment, but for names that no shell variable can have (bash's exported functions). */
const exported = (env: EnterOptions["env"]): string =>
  Object.entries(env)
    .filter(([name, value]) => value !== undefined && /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) => `export ${name}=${quoted(value as string)}\n`)
    .join("");

/** How the command is run once all is in place: as the user that asked for it. */
function runAs({ kind, uid, gid, env }: EnterOptions): string {
  if (kind === "user") return `exec unshare --user --map-user=${uid} --map-group=${gid} -- "$@"\n`;
  if (kind === "sudo") return `${exported(env)}exec setpriv --reuid ${uid} --regid ${gid} --init-groups -- "$@"\n`;
  return 'exec "$@"\n';
}

/** The script that puts the covers in place, notes that it has, and becomes the command. Ends with 125 where one cannot be put there. */
export function enterScript(options: EnterOptions): string {
  const { kind, covers, entered, ownNetwork } = options;
  const mounts = kind === "bubblewrap" ? [] : covers.map(({ source, target }) => `mount --bind ${quoted(source)} ${quoted(target)} || exit 125\n`);
  return ["#!/bin/sh\n", ...mounts, ownNetwork && kind !== "bubblewrap" && LOOPBACK, `: >${quoted(entered)} || exit 125\n`, runAs(options)]
    .filter(Boolean)
    .join("");
}
