import { chmodSync, closeSync, constants, existsSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

/** A docker command that a script asks for: as its process has them. */
export interface ResidentRequest {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
}

/** Runs a command; gives its exit status, "own" where it must have a process of its own (it reads standard input). */
export type RunResident = (request: ResidentRequest) => Promise<number | "own">;

/** A word for a shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

/**
 * The `docker` of a script without a Node start: it names its process on a FIFO, the dryswarm that runs the script reads the
 * words, the environment and the folder from /proc, and answers with a status and files. What needs a terminal, standard
 * input or open files of its own (`<(...)` of bash), or finds nobody, gets a process of its own. The trap: bash goes on after an
 * interrupt that came as a program below it was just done.
 */
const CLIENT = (folder: string, own: string): string => `#!/bin/bash
d=${quoted(folder)}
own() { DRYSWARM_PROGRAM=docker exec ${own} "$@"; exit 127; }
[[ -t 1 || ! -p $d/ctl ]] && own "$@"
for word; do case $word in -|run|shell|prune|unlock|ingress|reset|*/dev/fd/*|*/dev/std*|*/proc/*) own "$@" ;; esac; done
trap 'trap - INT; kill -INT $$' INT
f=$d/$$
mkfifo -m 600 "$f" 2>/dev/null || own "$@"
exec 8<>"$f" 9<>"$d/ctl"
echo $$ >&9
until read -r -t 2 -u 8 status out err; do kill -0 ${process.pid} 2>/dev/null || own "$@"; done
[[ $status == own ]] && { exec 8<&- 9<&-; own "$@"; }
[[ $out == 1 ]] && { cat "$f.out" || [[ $? == 141 ]] || status=1; }
[[ $err == 1 ]] && cat "$f.err" >&2
exit "$status"
`;

const split = (bytes: Buffer): string[] => bytes.toString("utf8").split("\0").slice(0, -1);

/** What a process was started with, from /proc. Throws where it is gone. */
function requestOf(pid: string): Omit<ResidentRequest, "out" | "err"> {
  const [, , ...argv] = split(readFileSync(`/proc/${pid}/cmdline`));
  const pairs = split(readFileSync(`/proc/${pid}/environ`)).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
  return { argv, env: Object.fromEntries(pairs), cwd: readlinkSync(`/proc/${pid}/cwd`) };
}

/** Whether scripts can be answered in this process: it takes /proc, bash and mkfifo. */
function isPossible(path: string): boolean {
  const folders = path.split(delimiter);
  return existsSync("/proc/self/environ") && existsSync("/bin/bash") && folders.some((folder) => existsSync(join(folder, "mkfifo")));
}

/**
 * Puts a `docker` into `folder` and answers it; `own` is the command line that runs dryswarm on its own. Gives the function that
 * stops answering; undefined, with nothing done, where the machine lacks what it takes.
 */
export async function openResident(folder: string, own: string, run: RunResident): Promise<(() => void) | undefined> {
  const control = join(folder, "ctl");
  if (!isPossible(process.env.PATH ?? "")) return undefined;
  const { execFileSync } = await import("node:child_process");
  execFileSync("mkfifo", ["-m", "600", control]);
  const file = join(folder, "docker");
  writeFileSync(file, CLIENT(folder, own));
  chmodSync(file, 0o755);
  // Open for writing, too: the FIFO does not end when a client goes.
  const socket = new Socket({ fd: openSync(control, constants.O_RDWR | constants.O_NONBLOCK), readable: true, writable: false });
  socket.on("error", () => undefined);
  const lines = createInterface({ input: socket });
  lines.on("line", (pid) => void answer(folder, pid, run));
  return () => {
    lines.close();
    socket.destroy();
  };
}

async function answer(folder: string, pid: string, run: RunResident): Promise<void> {
  clear(folder);
  const reply = join(folder, pid);
  const [out, err]: [string[], string[]] = [[], []];
  let status: number | "own" = "own";
  try {
    status = await run({ ...requestOf(pid), out: (text) => out.push(text), err: (text) => err.push(text) });
  } catch {
    // The process has gone, or cannot be read: it answers for itself.
  }
  try {
    if (out.length > 0) writeFileSync(`${reply}.out`, out.join(""));
    if (err.length > 0) writeFileSync(`${reply}.err`, err.join(""));
    const fifo = openSync(reply, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(fifo, `${status} ${Number(out.length > 0)} ${Number(err.length > 0)}\n`);
    closeSync(fifo);
  } catch {
    // Nobody waits any more.
  }
}

/** Removes what is left of clients that have gone. */
function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^(\d+)(\.out|\.err)?$/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(folder, name), { force: true });
  }
}
